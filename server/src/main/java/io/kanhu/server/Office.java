package io.kanhu.server;

import io.kanhu.alerting.board.Board;
import io.kanhu.alerting.episode.AlertBook;
import io.kanhu.alerting.episode.AnswerTimes;
import io.kanhu.alerting.episode.Dispatch;
import io.kanhu.alerting.message.Messages;
import io.kanhu.alerting.message.NoticePushes;
import io.kanhu.alerting.pushing.Pushing;
import io.kanhu.registry.Scopes;
import io.kanhu.server.http.BoardApi;
import io.kanhu.server.http.MessagesApi;
import io.kanhu.server.http.Troubles;
import io.kanhu.server.selftest.SelfTest;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** What those at desks work with: the board, what is decided there, and messages to workers. */
final class Office implements AutoCloseable {
    private final Messages messages;
    private final BoardApi boardApi;
    private final Scopes scopes;
    private final AtomicReference<@Nullable SelfTest> selfTest = new AtomicReference<>();

    /**
     * Of these parts.
     *
     * @param problems why this server cannot do its work; may block
     * @param tiles template of the addresses of map tiles, if there are any
     * @param wake called after each commit; must not block
     */
    Office(
            Jdbi jdbi,
            Clock clock,
            AlertBook book,
            Paging paging,
            AnswerTimes times,
            Supplier<List<String>> problems,
            Optional<String> tiles,
            Runnable wake) {
        this.messages =
                new Messages(jdbi, clock, new Pushing(jdbi, clock, new NoticePushes(paging.channels()), "messages"));
        this.scopes = new Scopes(jdbi);
        Board board = new Board(jdbi, clock);
        Troubles troubles = new Troubles(
                clock,
                problems,
                paging.held(),
                board,
                paging.channels(),
                paging::latestGaps,
                () -> Optional.ofNullable(selfTest.get()).map(SelfTest::age));
        Dispatch dispatch = new Dispatch(jdbi, clock, wake, paging.climber(), messages, times);
        this.boardApi = new BoardApi(jdbi, clock, book, board, dispatch, troubles, tiles);
    }

    BoardApi boardApi() {
        return boardApi;
    }

    MessagesApi messagesApi() {
        return new MessagesApi(messages, scopes);
    }

    void start() {
        messages.start();
    }

    /** Whether calls for help get through is heard of from there. */
    void listenTo(SelfTest test) {
        selfTest.set(test);
    }

    @Override
    public void close() {
        messages.close();
    }
}
