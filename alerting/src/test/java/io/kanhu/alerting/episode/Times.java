package io.kanhu.alerting.episode;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/** Answer times for tests that are not about them. */
public final class Times {
    private Times() {}

    public static AnswerTimes unread() {
        return new AnswerTimes(new SimpleMeterRegistry());
    }
}
