/** How the bands themselves fare: which of them need somebody to look after them. */
@NullMarked
package io.kanhu.registry.device;

import org.jspecify.annotations.NullMarked;
