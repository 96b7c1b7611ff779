package io.kanhu.server.page;

import java.util.Map;
import java.util.Objects;

/** When the console's board showed a case in each state, by the page's own clock, which is this machine's. */
final class BoardTimes {
    private static final String NOTE = """
            () => {
              window.shownAt = {};
              const look = () => document.querySelectorAll('.case').forEach(card => {
                window.shownAt[`${card.dataset.testid} ${card.dataset.state}`] ??= Date.now();
              });
              new MutationObserver(look).observe(document.body, {subtree: true, childList: true, attributes: true, attributeFilter: ['data-state']});
            }
            """;

    private BoardTimes() {}

    /** From now on. */
    static void note(Desk board) {
        board.page().evaluate(NOTE);
    }

    /** Says how long after it was done the board showed it, which it has. */
    static void print(Desk board, long alert, String state, long begunMillis) {
        Map<?, ?> shown = (Map<?, ?>) board.page().evaluate("() => window.shownAt");
        Number at = (Number) Objects.requireNonNull(shown.get("alert-" + alert + " " + state), state);
        System.out.printf("board: %s after %d ms%n", state, at.longValue() - begunMillis);
    }
}
