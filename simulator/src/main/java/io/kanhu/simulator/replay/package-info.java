/** Recordings of real devices, played as a band. */
@NullMarked
package io.kanhu.simulator.replay;

import org.jspecify.annotations.NullMarked;
