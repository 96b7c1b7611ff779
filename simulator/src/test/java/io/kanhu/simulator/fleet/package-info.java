@NullMarked
package io.kanhu.simulator.fleet;

import org.jspecify.annotations.NullMarked;
