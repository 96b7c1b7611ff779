/** Notifications by a server of ntfy. */
@NullMarked
package io.kanhu.alerting.channel.ntfy;

import org.jspecify.annotations.NullMarked;
