@NullMarked
package io.kanhu.simulator.band;

import org.jspecify.annotations.NullMarked;
