package io.kanhu.alerting.day;

import java.time.Instant;

/**
 * Somebody is called.
 *
 * @param of the case
 * @param by app, sms or voice
 */
record Page(Instant at, String of, String who, String by) {
    static final java.util.Comparator<Page> ORDER = java.util.Comparator.comparing(Page::at)
            .thenComparing(Page::of)
            .thenComparing(Page::who)
            .thenComparing(Page::by);
}
