/** What all channels over HTTP have in common: asking a provider, and understanding what it answers. */
@NullMarked
package io.kanhu.alerting.channel.http;

import org.jspecify.annotations.NullMarked;
