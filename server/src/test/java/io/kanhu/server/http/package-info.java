/** Tests of the HTTP interface, on a whole node. */
@NullMarked
package io.kanhu.server.http;

import org.jspecify.annotations.NullMarked;
