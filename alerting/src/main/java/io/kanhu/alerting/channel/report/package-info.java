/** What providers report of messages that they have taken: whether they have arrived. */
@NullMarked
package io.kanhu.alerting.channel.report;

import org.jspecify.annotations.NullMarked;
