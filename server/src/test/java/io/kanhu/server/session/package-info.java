/** Tests of logging in. */
@NullMarked
package io.kanhu.server.session;

import org.jspecify.annotations.NullMarked;
