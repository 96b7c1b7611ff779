package io.kanhu.alerting.episode;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/** Answer times for tests that are not about them. */
final class Times {
    private Times() {}

    static AnswerTimes unread() {
        return new AnswerTimes(new SimpleMeterRegistry());
    }
}
