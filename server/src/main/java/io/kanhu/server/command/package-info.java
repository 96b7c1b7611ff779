/** The commands that people type. */
@NullMarked
package io.kanhu.server.command;

import org.jspecify.annotations.NullMarked;
