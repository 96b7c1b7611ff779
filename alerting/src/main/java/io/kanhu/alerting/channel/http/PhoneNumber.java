package io.kanhu.alerting.channel.http;

/** A telephone number as providers want it. */
public final class PhoneNumber {
    private PhoneNumber() {}

    /**
     * With its country, as {@code +8613800000000}; one without is of China.
     *
     * @throws IllegalArgumentException if it is none; the message leaves it out
     */
    public static String international(String written) {
        if (!isOne(written)) {
            throw new IllegalArgumentException("the telephone number in the registry is none");
        }
        return plain(written);
    }

    /** Whether it looks like one. */
    public static boolean isOne(String written) {
        return plain(written).matches("\\+\\d{7,15}");
    }

    private static String plain(String written) {
        String digits = written.replaceAll("[\\s()-]", "").replaceFirst("^00", "+");
        return digits.startsWith("+") ? digits : "+86" + digits.replaceFirst("^0", "");
    }

    /**
     * Without the country if that is China.
     *
     * @throws IllegalArgumentException if it is none; the message leaves it out
     */
    public static String domestic(String written) {
        String number = international(written);
        return number.startsWith("+86") ? number.substring(3) : number.replace("+", "00");
    }
}
