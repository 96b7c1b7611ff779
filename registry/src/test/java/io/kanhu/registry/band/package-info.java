@NullMarked
package io.kanhu.registry.band;

import org.jspecify.annotations.NullMarked;
