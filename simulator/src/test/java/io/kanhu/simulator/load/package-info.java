@NullMarked
package io.kanhu.simulator.load;

import org.jspecify.annotations.NullMarked;
