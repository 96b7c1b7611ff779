/** Which grid's people an alert concerns: where the wearer is, as far as the last position can tell. */
@NullMarked
package io.kanhu.alerting.routing;

import org.jspecify.annotations.NullMarked;
