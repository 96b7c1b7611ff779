/** Tests of trying the rules. */
@NullMarked
package io.kanhu.server.trial;

import org.jspecify.annotations.NullMarked;
