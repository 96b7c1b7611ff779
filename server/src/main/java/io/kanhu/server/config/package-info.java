/** Settings: read and checked once, at the start. */
@NullMarked
package io.kanhu.server.config;

import org.jspecify.annotations.NullMarked;
