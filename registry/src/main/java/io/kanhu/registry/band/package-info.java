/** Bands at the desk: made known, handed out, swapped, lent, taken back, lost. */
@NullMarked
package io.kanhu.registry.band;

import org.jspecify.annotations.NullMarked;
