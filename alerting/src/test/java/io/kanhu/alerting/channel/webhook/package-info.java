@NullMarked
package io.kanhu.alerting.channel.webhook;

import org.jspecify.annotations.NullMarked;
