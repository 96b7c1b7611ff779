package io.kanhu.alerting.outage;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Name, address and telephone of every wearer, in memory. Neighbours in the table are compressed together, because streets repeat: a
 * wearer takes a few dozen bytes, and looking one up under a millisecond. One thread reads from the database, any looks up.
 */
final class WearerPages {
    /** Wearers whose ids differ only below this share a page. */
    static final int PER_PAGE = 256;

    private static final int FETCH_ROWS = 5_000;
    private static final String SELECT = "SELECT id, revision, name, address, phone FROM wearer ";

    private final ConcurrentSkipListMap<Long, byte[]> pages = new ConcurrentSkipListMap<>();
    private long revision;

    /** What is known of a wearer. */
    record Wearer(
            String name, @Nullable String address, @Nullable String phone) {}

    Optional<Wearer> find(long id) {
        byte[] page = pages.get(Math.floorDiv(id, (long) PER_PAGE));
        if (page == null) {
            return Optional.empty();
        }
        String wanted = id + "\t";
        return inflated(page)
                .lines()
                .filter(line -> line.startsWith(wanted))
                .findFirst()
                .map(WearerPages::wearer);
    }

    /** What all of it takes. */
    long bytes() {
        return pages.values().stream().mapToLong(page -> page.length).sum();
    }

    /** Reads everybody. Needs a transaction, in which the driver reads a large answer in pieces. */
    void readAll(Handle handle) {
        revision = 0;
        Map<Long, byte[]> read = read(handle, "ORDER BY id", 0, Long.MAX_VALUE);
        pages.keySet().retainAll(read.keySet());
        pages.putAll(read);
    }

    /** Reads again the pages on which somebody has changed, and this many others, which come round in turn. */
    void readChanges(Handle handle, int others, @Nullable Long after) {
        List<Long> stale = new ArrayList<>(handle.createQuery("""
                        SELECT DISTINCT floor(id / :size::numeric)::bigint FROM wearer WHERE revision > :revision
                        """)
                .bind("size", PER_PAGE)
                .bind("revision", revision)
                .mapTo(Long.class)
                .list());
        Map<Long, byte[]> rest = after == null ? pages : pages.tailMap(after, false);
        rest.keySet().stream().limit(others).forEach(stale::add);
        for (long page : stale) {
            Map<Long, byte[]> read =
                    read(handle, "WHERE id >= :from AND id < :to ORDER BY id", page * PER_PAGE, (page + 1) * PER_PAGE);
            if (read.isEmpty()) {
                pages.remove(page);
            } else {
                pages.putAll(read);
            }
        }
    }

    /** The page that comes round after this one and so many others; {@code null} for the first. */
    @Nullable
    Long turn(@Nullable Long after, int others) {
        Map<Long, byte[]> rest = after == null ? pages : pages.tailMap(after, false);
        List<Long> taken = rest.keySet().stream().limit(others).toList();
        return taken.size() < others ? null : taken.getLast();
    }

    int size() {
        return pages.size();
    }

    private Map<Long, byte[]> read(Handle handle, String which, long from, long to) {
        Map<Long, byte[]> read = new ConcurrentSkipListMap<>();
        Page page = new Page(read);
        var query = handle.createQuery(SELECT + which).setFetchSize(FETCH_ROWS);
        if (which.startsWith("WHERE")) {
            query.bind("from", from).bind("to", to);
        }
        query.map((row, context) -> page.take(row)).forEach(taken -> {});
        page.end();
        return read;
    }

    /** A page that is being filled. */
    private final class Page {
        private final Map<Long, byte[]> into;
        private final StringBuilder text = new StringBuilder();
        private long number = Long.MIN_VALUE;

        Page(Map<Long, byte[]> into) {
            this.into = into;
        }

        boolean take(ResultSet row) throws SQLException {
            long id = row.getLong("id");
            long at = Math.floorDiv(id, (long) PER_PAGE);
            if (at != number) {
                end();
                number = at;
            }
            revision = Math.max(revision, row.getLong("revision"));
            text.append(id)
                    .append('\t')
                    .append(plain(row.getString("name")))
                    .append('\t')
                    .append(plain(row.getString("address")))
                    .append('\t')
                    .append(plain(row.getString("phone")))
                    .append('\n');
            return true;
        }

        void end() {
            if (!text.isEmpty()) {
                into.put(number, deflated(text.toString()));
                text.setLength(0);
            }
        }
    }

    private static String plain(@Nullable String text) {
        return text == null ? "" : text.replaceAll("[\\t\\r\\n]", " ");
    }

    private static Wearer wearer(String line) {
        String[] fields = line.split("\t", -1);
        return new Wearer(fields[1], empty(fields[2]), empty(fields[3]));
    }

    private static @Nullable String empty(String field) {
        return field.isEmpty() ? null : field;
    }

    private static byte[] deflated(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes, deflater)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot compress in memory", e);
        } finally {
            deflater.end();
        }
        return bytes.toByteArray();
    }

    private static String inflated(byte[] page) {
        java.util.zip.Inflater inflater = new java.util.zip.Inflater(true);
        try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(page), inflater)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read what was compressed in memory", e);
        } finally {
            inflater.end();
        }
    }
}
