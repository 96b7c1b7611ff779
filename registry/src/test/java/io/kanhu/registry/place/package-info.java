/** Tests of shapes: what lies where, and which files are taken. */
@NullMarked
package io.kanhu.registry.place;

import org.jspecify.annotations.NullMarked;
