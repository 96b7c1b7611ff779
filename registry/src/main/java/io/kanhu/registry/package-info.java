/** Who wears which band, lives where, is cared for by whom; what the hot path needs of it is kept in memory. */
@NullMarked
package io.kanhu.registry;

import org.jspecify.annotations.NullMarked;
