/** Text messages by Tencent Cloud. */
@NullMarked
package io.kanhu.alerting.channel.tencent;

import org.jspecify.annotations.NullMarked;
