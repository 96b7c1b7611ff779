@NullMarked
package io.kanhu.alerting.channel.report;

import org.jspecify.annotations.NullMarked;
