/** Lines in DingTalk groups. */
@NullMarked
package io.kanhu.alerting.channel.dingtalk;

import org.jspecify.annotations.NullMarked;
