package io.kanhu.registry.place;

/** A feature whose geometry cannot be taken; says what was found and what to do. */
final class BadShape extends Exception {
    BadShape(String reason) {
        super(reason);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
