/**
 * What a band says and hears: topics, payloads, codecs, validation. Pure: no I/O, no threads.
 */
@NullMarked
package io.kanhu.protocol;

import org.jspecify.annotations.NullMarked;
