/** What goes wrong in the field, done to a server on purpose, and looked at from outside. */
@NullMarked
package io.kanhu.server.fault;

import org.jspecify.annotations.NullMarked;
