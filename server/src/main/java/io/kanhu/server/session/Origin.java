package io.kanhu.server.session;

/**
 * Where somebody logs in from.
 *
 * @param address of the network
 * @param browser what the program calls itself
 */
public record Origin(String address, String browser) {
    private static final int LONGEST = 200;

    public Origin {
        address = cut(address);
        browser = cut(browser);
    }

    private static String cut(String text) {
        return text.substring(0, Math.min(LONGEST, text.length()));
    }
}
