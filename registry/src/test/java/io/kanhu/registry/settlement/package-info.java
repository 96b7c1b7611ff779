@NullMarked
package io.kanhu.registry.settlement;

import org.jspecify.annotations.NullMarked;
