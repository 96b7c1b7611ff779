/** One band's connection, and where its credentials come from. */
@NullMarked
package io.kanhu.simulator.band;

import org.jspecify.annotations.NullMarked;
