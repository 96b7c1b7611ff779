package io.kanhu.alerting.channel.wecom;

/** Something that calls itself a callback of WeCom's and is none, or none of ours. The message says why, without secrets. */
public final class CallbackRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    CallbackRefused(String message) {
        super(message);
    }

    CallbackRefused(String message, Throwable cause) {
        super(message, cause);
    }
}
