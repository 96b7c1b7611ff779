/** Tests of the database, and the databases that other modules' tests run on. */
@NullMarked
package io.kanhu.database;

import org.jspecify.annotations.NullMarked;
