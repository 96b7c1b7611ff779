package io.kanhu.protocol;

/**
 * One thing that was not taken, and why.
 *
 * @param where the place in the payload, such as {@code [3].hr}; empty for the whole message
 * @param detail one English sentence for the firmware maker: what was found, what would have been right
 */
public record Refusal(Reason reason, String where, String detail) {}
