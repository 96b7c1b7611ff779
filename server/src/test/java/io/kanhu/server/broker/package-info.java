@NullMarked
package io.kanhu.server.broker;

import org.jspecify.annotations.NullMarked;
