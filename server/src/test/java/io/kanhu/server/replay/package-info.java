/** Tests of recordings played against a whole node, by the simulator's own command. */
@NullMarked
package io.kanhu.server.replay;

import org.jspecify.annotations.NullMarked;
