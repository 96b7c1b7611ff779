package io.kanhu.alerting.ladder;

import java.util.Locale;

/** What somebody is called by. */
public enum Means {
    /** The page of whoever is logged in, which rings. */
    APP,
    /** A notification of the browser in which they have switched it on, with the page closed. */
    PUSH,
    SMS,
    VOICE,
    /** A card in their own WeCom. */
    WECOM,
    /** A line that names them in a WeCom group. */
    WECOM_GROUP,
    /** A line that names them in a DingTalk group. */
    DINGTALK_GROUP,
    NTFY,
    /** A letter to their mailbox. */
    EMAIL;

    /** The word in the database and in the interface. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads the word back. */
    public static Means of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }

    /** Whether others read it, too. */
    public boolean isGroup() {
        return this == WECOM_GROUP || this == DINGTALK_GROUP;
    }

    /** Whether it needs nothing but a telephone number. */
    boolean isTelephone() {
        return this == SMS || this == VOICE;
    }

    /** Whether family can be called by it, who have neither the page nor a group. */
    boolean isForFamily() {
        return isTelephone() || this == EMAIL;
    }
}
