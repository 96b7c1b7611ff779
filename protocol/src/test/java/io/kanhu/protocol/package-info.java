/** What bands say, decoded: recorded shapes, the rules one by one, and anything at all. */
@NullMarked
package io.kanhu.protocol;

import org.jspecify.annotations.NullMarked;
