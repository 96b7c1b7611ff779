/** Tests of the registry against a real database. */
@NullMarked
package io.kanhu.registry;

import org.jspecify.annotations.NullMarked;
