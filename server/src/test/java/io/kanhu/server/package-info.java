/** Tests of whole nodes. */
@NullMarked
package io.kanhu.server;

import org.jspecify.annotations.NullMarked;
