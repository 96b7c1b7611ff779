@NullMarked
package io.kanhu.alerting.channel.wecom;

import org.jspecify.annotations.NullMarked;
