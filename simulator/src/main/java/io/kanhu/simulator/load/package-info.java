/** A city's load on a server: many connections on few threads, paced without coordinated omission, and proof of what was stored. */
@NullMarked
package io.kanhu.simulator.load;

import org.jspecify.annotations.NullMarked;
