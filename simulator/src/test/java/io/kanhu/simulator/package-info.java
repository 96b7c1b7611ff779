@NullMarked
package io.kanhu.simulator;

import org.jspecify.annotations.NullMarked;
