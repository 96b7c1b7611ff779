/** Text messages and telephone calls by Alibaba Cloud. */
@NullMarked
package io.kanhu.alerting.channel.aliyun;

import org.jspecify.annotations.NullMarked;
