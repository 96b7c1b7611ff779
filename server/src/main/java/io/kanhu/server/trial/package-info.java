/** Trying the rules on recordings. */
@NullMarked
package io.kanhu.server.trial;

import org.jspecify.annotations.NullMarked;
