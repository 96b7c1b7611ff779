/** The commands of the simulator: a client of its own that knows the wire contract and nothing else. */
@NullMarked
package io.kanhu.simulator;

import org.jspecify.annotations.NullMarked;
