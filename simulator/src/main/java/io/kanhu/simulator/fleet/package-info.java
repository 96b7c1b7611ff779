/** A living fleet: what bodies do, and bands that report it. */
@NullMarked
package io.kanhu.simulator.fleet;

import org.jspecify.annotations.NullMarked;
