/** The composition root: every part is made here by its constructor. */
@NullMarked
package io.kanhu.server;

import org.jspecify.annotations.NullMarked;
