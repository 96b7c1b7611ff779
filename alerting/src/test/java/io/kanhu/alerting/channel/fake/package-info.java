@NullMarked
package io.kanhu.alerting.channel.fake;

import org.jspecify.annotations.NullMarked;
