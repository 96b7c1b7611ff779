package io.kanhu.server.fault;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.slf4j.LoggerFactory;

/** What a server logs, which is for its operator: sentences, whatever bands send. */
public final class ServerLog implements AutoCloseable {
    private static final int SHOWN = 1_500;

    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

    private ServerLog() {
        appender.start();
        root.addAppender(appender);
    }

    /** Listens to a server that runs in this process. */
    public static ServerLog listen() {
        return new ServerLog();
    }

    /** Nothing that was logged until now has a stack trace or is an error of the program. */
    public void isFreeOfStackTraces() {
        assertThat(appender.list)
                .filteredOn(event -> event.getThrowableProxy() != null)
                .extracting(ILoggingEvent::getFormattedMessage)
                .isEmpty();
        appender.list.forEach(event -> isFreeOfStackTraces(event.getFormattedMessage()));
    }

    /** The same of the printed log of another process. */
    static void isFreeOfStackTraces(String log) {
        String trace = log.lines()
                .filter(line -> line.startsWith("\tat ") || line.startsWith("Exception in thread"))
                .findFirst()
                .orElse("");
        int place = trace.isEmpty() ? 0 : log.indexOf(trace);
        assertThat(trace)
                .as(() -> "in the log: "
                        + log.substring(Math.max(0, place - SHOWN), Math.min(log.length(), place + SHOWN)))
                .isEmpty();
    }

    @Override
    public void close() {
        root.detachAppender(appender);
    }
}
