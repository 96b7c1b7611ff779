package io.kanhu.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Walks through one payload and hands out typed fields. What has the wrong type or cannot be true is noted as a refusal
 * with its place, and reads as absent, so that one bad field never costs the rest. One per message, one thread.
 */
final class FieldReader {

    /** No number there: the field was {@code null} or missing. */
    static final long ABSENT = Long.MIN_VALUE;

    /** There was something, but no number; it has been refused. */
    static final long UNREADABLE = Long.MIN_VALUE + 1;

    private final JsonParser parser;
    private final List<Refusal> refusals = new ArrayList<>(0);

    FieldReader(JsonParser parser) {
        this.parser = parser;
    }

    /** What was refused so far, in the order of the payload. */
    List<Refusal> refusals() {
        return refusals;
    }

    /** Moves to the next token and returns it, or {@code null} at the end of the payload. */
    @Nullable
    JsonToken next() throws IOException {
        return parser.nextToken();
    }

    /** Moves to the next field's value and returns the field's name, or {@code null} where the object ends. */
    @Nullable
    String nextField() throws IOException {
        String name = parser.nextFieldName();
        if (name != null) {
            parser.nextToken();
        }
        return name;
    }

    /** Passes over a value nobody asked for. */
    void skip() throws IOException {
        parser.skipChildren();
    }

    /** Whether the current value is an object; anything else but {@code null} is refused and passed over. */
    boolean entersObject() throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            return true;
        }
        if (token != JsonToken.VALUE_NULL) {
            refuseType("an object");
        }
        return false;
    }

    /** Opens the message, which must be an object. */
    void openObject() throws IOException, MessageRefused {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new MessageRefused(Reason.MALFORMED, "", "Found " + found() + ", expected one JSON object.");
        }
    }

    /** Makes sure that the payload holds nothing more. */
    void end() throws IOException, MessageRefused {
        if (parser.nextToken() != null) {
            throw new MessageRefused(
                    Reason.MALFORMED, "", "More follows after the JSON value; send one value in one message.");
        }
    }

    /** The current value, rounded to a whole number, or {@link #ABSENT}, or {@link #UNREADABLE}. */
    long wholeNumber() throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_NUMBER_INT ->
                parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                        ? clear((long) parser.getDoubleValue())
                        : clear(parser.getLongValue());
            case VALUE_NUMBER_FLOAT -> clear(Math.round(parser.getDoubleValue()));
            case VALUE_NULL -> ABSENT;
            default -> {
                refuseType("a number");
                yield UNREADABLE;
            }
        };
    }

    /** Keeps a number off the two values that mean something else. */
    private static long clear(long value) {
        return Math.max(value, UNREADABLE + 1);
    }

    /** The current value, or {@code NaN} where there is none or it was refused. */
    double number() throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_NULL -> Double.NaN;
            default -> {
                refuseType("a number");
                yield Double.NaN;
            }
        };
    }

    @Nullable
    Boolean truth() throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> {
                refuseType("true or false");
                yield null;
            }
        };
    }

    @Nullable
    String text() throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_STRING -> parser.getText();
            case VALUE_NULL -> null;
            default -> {
                refuseType("a text");
                yield null;
            }
        };
    }

    /** A text, or a number as it was written: bands that count their presses send 17 as well as "17". */
    @Nullable
    String textOrNumber() throws IOException {
        JsonToken token = parser.currentToken();
        return token.isNumeric() ? parser.getText() : text();
    }

    /** A whole number that passes {@code plausible}; {@code expected} says in words what does. */
    @Nullable
    Integer whole(IntPredicate plausible, String expected) throws IOException {
        long value = wholeNumber();
        if (value <= UNREADABLE) {
            return null;
        }
        if (value != (int) value || !plausible.test((int) value)) {
            refuse(Reason.IMPLAUSIBLE, "", "Found " + value + ", expected " + expected + ".");
            return null;
        }
        return (int) value;
    }

    /** Like {@link #whole}, for sensors that say 0 when they found nothing. */
    @Nullable
    Integer measurement(IntPredicate plausible, String expected) throws IOException {
        Integer value = whole(candidate -> candidate == 0 || plausible.test(candidate), expected);
        return value == null || value == 0 ? null : value;
    }

    @Nullable
    Integer heartRate() throws IOException {
        return measurement(Plausible::heartRate, "25 to 230 beats per minute");
    }

    @Nullable
    Integer percent() throws IOException {
        return whole(value -> value >= 0 && value <= 100, "0 to 100 percent");
    }

    /**
     * Notes what was not taken.
     *
     * @param leaf a field of the object that is being read or has just been read; empty for the current value itself
     */
    void refuse(Reason reason, String leaf, String detail) {
        StringBuilder where = new StringBuilder();
        appendPath(parser.getParsingContext(), where);
        if (!leaf.isEmpty()) {
            appendName(leaf, where);
        }
        refusals.add(new Refusal(reason, where.toString(), detail));
    }

    /** Notes that the current value has the wrong type, and passes over it. */
    void refuseType(String expected) throws IOException {
        refuse(Reason.MALFORMED, "", "Found " + found() + ", expected " + expected + ".");
        parser.skipChildren();
    }

    private String found() {
        return switch (parser.currentToken()) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "a text";
            case VALUE_TRUE, VALUE_FALSE -> "true or false";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_NULL -> "null";
            case null, default -> "nothing";
        };
    }

    private static void appendPath(JsonStreamContext context, StringBuilder path) {
        if (context.getParent() != null) {
            appendPath(context.getParent(), path);
        }
        if (context.inArray() && context.hasCurrentIndex()) {
            path.append('[').append(context.getCurrentIndex()).append(']');
        } else if (context.inObject() && context.getCurrentName() != null) {
            appendName(context.getCurrentName(), path);
        }
    }

    private static void appendName(String name, StringBuilder path) {
        if (!path.isEmpty()) {
            path.append('.');
        }
        path.append(name);
    }
}
