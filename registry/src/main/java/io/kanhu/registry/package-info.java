/** Placeholder. */
@NullMarked
package io.kanhu.registry;

import org.jspecify.annotations.NullMarked;
