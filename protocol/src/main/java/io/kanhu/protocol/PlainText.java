package io.kanhu.protocol;

/**
 * Text from outside that is safe to store and to print. JSON can carry NUL and half a surrogate pair, and PostgreSQL takes
 * neither: one such character would make a whole batch fail.
 */
final class PlainText {
    private PlainText() {}

    /** Whether {@code text} has at most {@code maxLength} UTF-16 units, all of them printable and in whole pairs. */
    static boolean isPlain(String text, int maxLength) {
        return text.length() <= maxLength && text.codePoints().allMatch(PlainText::isPlain);
    }

    /** {@code text} with everything unprintable shown as {@code ?}, cut after {@code maxLength} code points. */
    static String of(String text, int maxLength) {
        return text.codePoints()
                .limit(maxLength)
                .map(c -> isPlain(c) ? c : '?')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean isPlain(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.SURROGATE, Character.UNASSIGNED, Character.FORMAT -> false;
            default -> true;
        };
    }
}
