@NullMarked
package io.kanhu.alerting.channel.aliyun;

import org.jspecify.annotations.NullMarked;
