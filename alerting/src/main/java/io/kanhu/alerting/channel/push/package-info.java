/** Notifications of browsers whose page is closed (RFC 8030, 8291, 8292). */
@NullMarked
package io.kanhu.alerting.channel.push;

import org.jspecify.annotations.NullMarked;
