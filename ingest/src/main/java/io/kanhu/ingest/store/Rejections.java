package io.kanhu.ingest.store;

import io.kanhu.ingest.Delivery;
import io.kanhu.protocol.Refusal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;

/** Keeps what was refused, with the head of its payload, so that the firmware's maker can see why. */
final class Rejections {
    /** One bad array of 500 reports must not fill the table. */
    private static final int MOST_OF_ONE_MESSAGE = 20;

    private static final int PAYLOAD_HEAD_BYTES = 512;

    private Rejections() {}

    static void record(Connection connection, Delivery delivery, List<Refusal> refusals) throws SQLException {
        if (refusals.isEmpty()) {
            return;
        }
        byte[] head = Arrays.copyOf(delivery.payload(), Math.min(delivery.payload().length, PAYLOAD_HEAD_BYTES));
        try (PreparedStatement statement = connection.prepareStatement("""
                INSERT INTO rejected_message (received_at, band, topic, reason, place, detail, payload)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """)) {
            for (Refusal refusal : refusals.subList(0, Math.min(refusals.size(), MOST_OF_ONE_MESSAGE))) {
                statement.setObject(1, delivery.receivedAt().atOffset(ZoneOffset.UTC));
                statement.setString(2, storable(delivery.band()));
                statement.setString(3, storable(delivery.topic()));
                statement.setString(4, refusal.reason().code());
                statement.setString(5, storable(refusal.where()));
                statement.setString(6, storable(refusal.detail()));
                statement.setBytes(7, head);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    /** PostgreSQL's text has no NUL, and UTF-8 has no lone surrogates. */
    private static String storable(String text) {
        String clean =
                new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8).replace('\0', '\uFFFD');
        return clean.length() <= 500 ? clean : clean.substring(0, 500);
    }
}
