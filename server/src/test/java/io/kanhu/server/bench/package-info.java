/** Measurements, started by {@code ./kanhu bench}; no tests. */
@NullMarked
package io.kanhu.server.bench;

import org.jspecify.annotations.NullMarked;
