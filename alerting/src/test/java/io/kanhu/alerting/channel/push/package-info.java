@NullMarked
package io.kanhu.alerting.channel.push;

import org.jspecify.annotations.NullMarked;
