@NullMarked
package io.kanhu.server.load;

import org.jspecify.annotations.NullMarked;
