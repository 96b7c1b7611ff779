/** Tests of the commands, as processes. */
@NullMarked
package io.kanhu.server.command;

import org.jspecify.annotations.NullMarked;
