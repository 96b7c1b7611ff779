@NullMarked
package io.kanhu.simulator.replay;

import org.jspecify.annotations.NullMarked;
