/** Tests of whose people are called. */
@NullMarked
package io.kanhu.alerting.routing;

import org.jspecify.annotations.NullMarked;
