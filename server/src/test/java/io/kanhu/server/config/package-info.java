/** Tests of the settings. */
@NullMarked
package io.kanhu.server.config;

import org.jspecify.annotations.NullMarked;
