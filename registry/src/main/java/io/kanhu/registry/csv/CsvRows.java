package io.kanhu.registry.csv;

import io.kanhu.registry.csv.SourceFiles.Content;
import io.kanhu.registry.csv.SourceFiles.SourceFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.Iterator;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Reads one file as records with the line each begins in; whatever is wrong with the file as such becomes a bad cell.
 */
final class CsvRows {
    private static final int BYTE_ORDER_MARK = 0xFEFF;

    @FunctionalInterface
    interface Taker {
        /** Returns whether to read on. */
        boolean take(long line, CSVRecord row);
    }

    private CsvRows() {}

    /** Returns whether the file could be read as far as the taker wanted. */
    static boolean read(SourceFile file, BadCells bad, Taker taker) {
        String name = file.name();
        try (Reader reader = open(file.content());
                CSVParser parser = CSVParser.builder()
                        .setReader(reader)
                        .setFormat(CSVFormat.RFC4180)
                        .get()) {
            return readAll(parser, name, bad, taker);
        } catch (NoSuchFileException e) {
            bad.add(name, 0, null, "there is no such file, check the path " + e.getFile());
        } catch (CharacterCodingException e) {
            bad.add(name, firstLineNotUtf8(file.content()), null, "is not UTF-8, save the file as CSV UTF-8");
        } catch (IOException e) {
            bad.add(name, 0, null, "cannot be read (" + e.getClass().getSimpleName() + "), check the file");
        }
        return false;
    }

    private static boolean readAll(CSVParser parser, String name, BadCells bad, Taker taker) throws IOException {
        Iterator<CSVRecord> rows = parser.iterator();
        long line = 1;
        try {
            while (rows.hasNext()) {
                CSVRecord row = rows.next();
                if (!isBlank(row) && !taker.take(line, row)) {
                    return true;
                }
                line = parser.getCurrentLineNumber() + 1;
            }
            return true;
        } catch (UncheckedIOException e) {
            // The parser's own message may quote the row, which may hold a secret.
            if (e.getCause() instanceof CharacterCodingException coding) {
                throw coding;
            }
            bad.add(
                    name,
                    line,
                    null,
                    "a quoted cell is not closed or is followed by text, close it and write \"\" for a quote inside");
            return false;
        }
    }

    private static boolean isBlank(CSVRecord row) {
        return row.stream().allMatch(String::isBlank);
    }

    private static Reader open(Content content) throws IOException {
        InputStream bytes = content.open();
        // A decoder, not a charset: it refuses what is not UTF-8 instead of replacing it.
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8.newDecoder()), 1 << 16);
        try {
            reader.mark(1);
            if (reader.read() != BYTE_ORDER_MARK) {
                reader.reset();
            }
            return reader;
        } catch (IOException e) {
            reader.close();
            throw e;
        }
    }

    /** The reader decodes ahead of the parser, so the line has to be looked up. */
    private static long firstLineNotUtf8(Content content) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(content.open(), StandardCharsets.ISO_8859_1))) {
            long line = 1;
            for (String text = lines.readLine(); text != null; text = lines.readLine()) {
                if (!isUtf8(text.getBytes(StandardCharsets.ISO_8859_1))) {
                    return line;
                }
                line++;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the file again", e);
        }
        return 0;
    }

    private static boolean isUtf8(byte[] line) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line)) != null;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
