package io.kanhu.simulator.load;

import io.kanhu.simulator.load.Mix.Kind;

/** Writes payloads into an array that is used again and again. One thread. */
final class Payload {
    private static final int LONGEST = 256;
    private static final byte[] TS = Packets.bytes("{\"ts\":");
    private static final byte[] HR = Packets.bytes(",\"hr\":");
    private static final byte[] SYS = Packets.bytes(",\"bp\":{\"sys\":");
    private static final byte[] DIA = Packets.bytes(",\"dia\":");
    private static final byte[] PRESS = Packets.bytes(",\"pressMs\":3200,\"id\":\"");
    private static final byte[] LAT = Packets.bytes(",\"loc\":{\"lat\":35.0");
    private static final byte[] LON = Packets.bytes(",\"lon\":110.9");
    private static final byte[] BATT = Packets.bytes(",\"acc\":12,\"src\":\"gnss\"},\"batt\":");
    private static final int FIVE_DIGITS = 10_000;
    private static final int LOWEST_CHARGE = 20;

    private final byte[] bytes = new byte[LONGEST];
    private int length;

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    /** The message of this kind and time, as of somebody who is well; its values follow from the time, so that a resend says the same. */
    void write(Kind kind, long millis) {
        length = 0;
        put(TS);
        put(millis);
        switch (kind) {
            case PULSE -> pulse(millis);
            case PULSE_AND_PRESSURE -> {
                pulse(millis);
                put(SYS);
                put(110 + millis % 60);
                put(DIA);
                put(60 + millis % 30);
                put('}');
            }
            case PLACE_AND_BATTERY -> {
                put(LAT);
                put(FIVE_DIGITS + millis % 80_000);
                put(LON);
                put(FIVE_DIGITS + millis * 7 % 80_000);
                put(BATT);
                // Charged: a city whose batteries all run out in one minute would measure tickets, not reports.
                put(LOWEST_CHARGE + millis % (100 - LOWEST_CHARGE));
            }
            case PRESS -> {
                put(PRESS);
                put(millis);
                put('"');
            }
        }
        put('}');
    }

    private void pulse(long millis) {
        put(HR);
        put(55 + millis % 45);
    }

    private void put(byte[] text) {
        System.arraycopy(text, 0, bytes, length, text.length);
        length += text.length;
    }

    private void put(char letter) {
        bytes[length++] = (byte) letter;
    }

    private void put(long number) {
        int digits = 1;
        for (long rest = number / 10; rest > 0; rest /= 10) {
            digits++;
        }
        long rest = number;
        for (int at = length + digits - 1; at >= length; at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
    }
}
