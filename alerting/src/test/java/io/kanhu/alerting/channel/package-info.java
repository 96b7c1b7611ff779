@NullMarked
package io.kanhu.alerting.channel;

import org.jspecify.annotations.NullMarked;
