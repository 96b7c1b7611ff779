@NullMarked
package io.kanhu.alerting.channel.email;

import org.jspecify.annotations.NullMarked;
