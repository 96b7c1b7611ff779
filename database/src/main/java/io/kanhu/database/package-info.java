/** Placeholder. */
@NullMarked
package io.kanhu.database;

import org.jspecify.annotations.NullMarked;
