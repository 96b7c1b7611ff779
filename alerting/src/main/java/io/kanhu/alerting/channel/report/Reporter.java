package io.kanhu.alerting.channel.report;

import io.kanhu.alerting.channel.http.Reply;
import java.net.http.HttpRequest;
import java.time.Instant;

/** A provider that can be asked whether a message has arrived. Thread-safe; never blocks. */
public interface Reporter {
    HttpRequest.Builder question(Sent sent, Instant now);

    /** What its answer means; what is not understood is {@link Report.Waiting}. */
    Report report(Sent sent, Reply reply);
}
