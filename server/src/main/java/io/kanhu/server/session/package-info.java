/** Who is logged in: users, passwords, sessions, and how often one may try. */
@NullMarked
package io.kanhu.server.session;

import org.jspecify.annotations.NullMarked;
