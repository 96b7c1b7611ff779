/** Taking notifications out of the outbox and to their recipients. */
@NullMarked
package io.kanhu.alerting.channel;

import org.jspecify.annotations.NullMarked;
