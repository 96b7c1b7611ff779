/** Tests of the demo town. */
@NullMarked
package io.kanhu.registry.demo;

import org.jspecify.annotations.NullMarked;
