@NullMarked
package io.kanhu.alerting.channel.tencent;

import org.jspecify.annotations.NullMarked;
