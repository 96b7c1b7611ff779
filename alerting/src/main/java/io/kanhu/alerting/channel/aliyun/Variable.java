package io.kanhu.alerting.channel.aliyun;

/** What may stand in a template's place: 35 characters at most, and something. */
final class Variable {
    private static final int MOST_CHARACTERS = 35;

    private Variable() {}

    static String of(String text) {
        if (text.isBlank()) {
            return "—";
        }
        return text.codePointCount(0, text.length()) <= MOST_CHARACTERS
                ? text
                : text.substring(0, text.offsetByCodePoints(0, MOST_CHARACTERS - 1)) + "…";
    }
}
