package io.kanhu.alerting.channel;

import org.jspecify.annotations.Nullable;

/** What messages say. */
final class Wording {
    private Wording() {}

    /** For somebody whose duty it is. */
    static String forWorker(String language, long alertId, String kind, String who, @Nullable String address) {
        String where = address == null ? "" : address;
        return language.equals("en")
                ? "[Kanhu] %s: %s, %s. Please open the page and answer. Case %d."
                        .formatted(english(kind), who, where, alertId)
                : "【看护】%s：%s，%s。请立即打开看护页面接单。编号%d。".formatted(chinese(kind), who, where, alertId);
    }

    /** For somebody whose duty it is, while there is no case to name. */
    static String withoutDatabase(String language, String who, @Nullable String address) {
        String where = address == null ? "" : address;
        return language.equals("en")
                ? "[Kanhu] SOS: %s, %s. The database is away: please go or call, and answer on the page."
                        .formatted(who, where)
                : "【看护】紧急呼叫：%s，%s。数据库暂不可用，请立即联系或前往，并在看护页面接单。".formatted(who, where);
    }

    /** For family, who cannot answer on a page. */
    static String forFamily(String kind, String who) {
        return "【看护】%s：%s。目前尚无工作人员应答，请尽快联系老人或前往查看。".formatted(chinese(kind), who);
    }

    private static String chinese(String kind) {
        return switch (kind) {
            case "sos" -> "紧急呼叫";
            case "fall" -> "跌倒";
            default -> "告警";
        };
    }

    private static String english(String kind) {
        return switch (kind) {
            case "sos" -> "SOS";
            case "fall" -> "Fall";
            default -> "Alert";
        };
    }
}
