package io.kanhu.registry.csv;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** How a cell that is not empty has to look. */
@FunctionalInterface
interface CellFormat {
    int SECRET_MIN_CHARACTERS = 16;
    LocalDate EARLIEST_BIRTH = LocalDate.of(1890, 1, 1);

    Read read(String value);

    sealed interface Read {}

    /** The value as it is staged: its one spelling. */
    record Good(String value) implements Read {}

    /** What is wrong with it and what to do; follows the value in the message. */
    record Bad(String reason) implements Read {}

    static CellFormat text(int maxCharacters) {
        return value -> {
            if (value.codePointCount(0, value.length()) > maxCharacters) {
                return new Bad("is longer than " + maxCharacters + " characters, shorten it");
            }
            return value.indexOf('\0') >= 0
                    ? new Bad("contains a NUL character, save the file again as CSV UTF-8")
                    : new Good(value);
        };
    }

    static CellFormat matching(String pattern, String reason) {
        Pattern compiled = Pattern.compile(pattern);
        return value -> compiled.matcher(value).matches() ? new Good(value) : new Bad(reason);
    }

    static CellFormat bandId() {
        return matching("[A-Za-z0-9_-]{1,32}", "is not a band id, use 1 to 32 of A-Z a-z 0-9 _ -");
    }

    static CellFormat phone() {
        return matching(
                "(?=(.*[0-9]){3})\\+?[0-9 ()#*-]{3,32}",
                "is not a phone number, use digits, and + - ( ) # * between them");
    }

    /** An address of e-mail as mailboxes have it: no comments, no quotes, nothing that could be read as two. */
    static CellFormat mailAddress() {
        return matching(
                "(?=.{3,254}$)[A-Za-z0-9._%+'-]{1,64}@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)+[A-Za-z]{2,63}",
                "is not an e-mail address, write it like name@example.org");
    }

    /** One of a few words, each with its staged spelling. */
    static CellFormat oneOf(Map<String, String> spellings, String reason) {
        return value -> {
            String canonical = spellings.get(value.toLowerCase(Locale.ROOT));
            return canonical == null ? new Bad(reason) : new Good(canonical);
        };
    }

    static CellFormat yesNo() {
        return oneOf(
                Map.of(
                        "yes", "true", "true", "true", "1", "true", "是", "true", "no", "false", "false", "false", "0",
                        "false", "否", "false"),
                "is neither yes nor no, write yes or no");
    }

    static CellFormat wholeNumber(int min, int max) {
        return value -> value.matches("[0-9]{1,9}") && Integer.parseInt(value) >= min && Integer.parseInt(value) <= max
                ? new Good(Integer.toString(Integer.parseInt(value)))
                : new Bad("is not a whole number from " + min + " to " + max + ", correct it");
    }

    static CellFormat degrees(int max) {
        return value -> value.matches("[+-]?[0-9]{1,3}(\\.[0-9]{1,17})?") && Math.abs(Double.parseDouble(value)) <= max
                ? new Good(Double.toString(Double.parseDouble(value)))
                : new Bad("is not a number of degrees from -" + max + " to " + max + ", write it like 35.0312");
    }

    static CellFormat birthday(LocalDate today) {
        return value -> {
            try {
                LocalDate date = LocalDate.parse(value);
                return date.isAfter(today) || date.isBefore(EARLIEST_BIRTH)
                        ? new Bad("is no birthday of a living person, correct it")
                        : new Good(date.toString());
            } catch (DateTimeException e) {
                return new Bad("is not a date, write it like 1948-03-21");
            }
        };
    }

    static CellFormat date() {
        return value -> {
            try {
                LocalDate date = LocalDate.parse(value);
                return date.getYear() < 1970 || date.getYear() > 9999
                        ? new Bad("lies outside the years 1970 to 9999, correct it")
                        : new Good(date.toString());
            } catch (DateTimeException e) {
                return new Bad("is not a date, write it like 2026-10-01");
            }
        };
    }

    static CellFormat timeOfDay() {
        return value -> {
            try {
                return new Good(
                        LocalTime.parse(value).truncatedTo(ChronoUnit.MINUTES).toString());
            } catch (DateTimeException e) {
                return new Bad("is not a time of day, write it like 08:00");
            }
        };
    }

    static CellFormat instant() {
        return value -> {
            try {
                OffsetDateTime time = OffsetDateTime.parse(value.replace(' ', 'T'));
                if (time.getYear() < 1970 || time.getYear() > 9999) {
                    return new Bad("lies outside the years 1970 to 9999, correct it");
                }
                return new Good(time.withOffsetSameInstant(ZoneOffset.UTC)
                        .truncatedTo(ChronoUnit.MICROS)
                        .toInstant()
                        .toString());
            } catch (DateTimeException e) {
                return new Bad("is not a time with its offset, write it like 2026-03-21T08:00+08:00");
            }
        };
    }

    /** A band's password; what is staged is its hash, the token itself goes no further than here. */
    static CellFormat secret() {
        return value -> {
            if (!value.equals(value.strip())) {
                return new Bad("the secret begins or ends with a blank, remove it");
            }
            if (value.codePointCount(0, value.length()) < SECRET_MIN_CHARACTERS) {
                return new Bad("the secret has fewer than " + SECRET_MIN_CHARACTERS
                        + " characters, so it could be found by trying; use a random one of 128 bit or more");
            }
            return new Good(HexFormat.of().formatHex(sha256(value)));
        };
    }

    private static byte[] sha256(String value) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
