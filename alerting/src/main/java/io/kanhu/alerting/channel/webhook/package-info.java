/** A city's own gateway, spoken to by signed webhooks. */
@NullMarked
package io.kanhu.alerting.channel.webhook;

import org.jspecify.annotations.NullMarked;
