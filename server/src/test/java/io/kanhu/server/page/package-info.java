/** Tests of the worker's page in a real browser. */
@NullMarked
package io.kanhu.server.page;

import org.jspecify.annotations.NullMarked;
