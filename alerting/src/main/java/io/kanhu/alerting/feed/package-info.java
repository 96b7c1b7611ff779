/** Every change of an alert, to whoever watches, as it happens and after the fact. */
@NullMarked
package io.kanhu.alerting.feed;

import org.jspecify.annotations.NullMarked;
