package io.kanhu.ingest.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The answers to all connections of one event loop. A writer answers hundreds of messages at once; the loop is woken for the first of them,
 * takes what is there by then, and each connection sends its own in one piece. Any thread may give.
 */
final class Answers {
    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

    private final Executor loop;
    private List<Answer> given = new ArrayList<>();

    Answers(Executor loop) {
        this.loop = loop;
    }

    void give(Answer answer) {
        synchronized (this) {
            given.add(answer);
            if (given.size() > 1) {
                return;
            }
        }
        loop.execute(this::hand);
    }

    private void hand() {
        List<Answer> now;
        synchronized (this) {
            now = given;
            given = new ArrayList<>(now.size());
        }
        now.forEach(Answers::hand);
        now.forEach(answer -> answer.connection().wire().flush());
    }

    /** One that fails must not keep the others, which come from all bands of a batch. */
    private static void hand(Answer answer) {
        try {
            answer.hand();
        } catch (RuntimeException e) {
            // The message comes again, and storing it again changes nothing.
            LOG.error("a message was not answered band={}", answer.connection().band(), e);
        }
    }
}
