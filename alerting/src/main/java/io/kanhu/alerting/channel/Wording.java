package io.kanhu.alerting.channel;

import io.kanhu.alerting.channel.Message.Words;
import org.jspecify.annotations.Nullable;

/** What messages say. */
final class Wording {
    private Wording() {}

    /** For somebody whose duty it is. */
    static Words forWorker(String language, long alertId, String kind, String who, @Nullable String address) {
        String where = address == null ? "" : address;
        return language.equals("en")
                ? new Words(
                        english(kind),
                        who,
                        where,
                        "[Kanhu] %s: %s, %s. Please open the page and answer. Case %d."
                                .formatted(english(kind), who, where, alertId))
                : new Words(
                        chinese(kind),
                        who,
                        where,
                        "【看护】%s：%s，%s。请立即打开看护页面接单。编号%d。".formatted(chinese(kind), who, where, alertId));
    }

    /** For somebody whose duty it is, while there is no case to name. */
    static Words withoutDatabase(String language, String who, @Nullable String address) {
        String where = address == null ? "" : address;
        return language.equals("en")
                ? new Words(
                        english("sos"),
                        who,
                        where,
                        "[Kanhu] SOS: %s, %s. The database is away: please go or call, and answer on the page."
                                .formatted(who, where))
                : new Words(
                        chinese("sos"), who, where, "【看护】紧急呼叫：%s，%s。数据库暂不可用，请立即联系或前往，并在看护页面接单。".formatted(who, where));
    }

    /** For family, who cannot answer on a page. */
    static Words forFamily(String kind, String who) {
        return new Words(chinese(kind), who, "", "【看护】%s：%s。目前尚无工作人员应答，请尽快联系老人或前往查看。".formatted(chinese(kind), who));
    }

    /** For somebody who tries a channel on themselves. */
    static Words forTest(String language, String name) {
        return language.equals("en")
                ? new Words(
                        "TEST",
                        name,
                        "",
                        "[Kanhu] TEST for %s. Nobody is calling; nothing is to be done.".formatted(name))
                : new Words("测试", name, "", "【看护】这是发给%s的测试消息，无人呼叫，无需处理。".formatted(name));
    }

    /** For somebody who was called and need not go any more; it is read on a locked screen, so the wearer has no name here. */
    static Words recall(String language, long alertId, String goer) {
        return language.equals("en")
                ? new Words("Answered", "", "", "%s goes; you need not. No. %d".formatted(goer, alertId))
                : new Words("已有人接单", "", "", "%s已接单，您不必前往。编号%d".formatted(goer, alertId));
    }

    /** What the office says to workers. */
    static Words fromTheOffice(String language, String from, String text) {
        return new Words((language.equals("en") ? "Message from " : "通知：") + from, from, "", text);
    }

    private static String chinese(String kind) {
        return switch (kind) {
            case "sos" -> "紧急呼叫";
            case "fall" -> "跌倒";
            case "heart_rate_high", "heart_rate_low" -> "心率异常";
            case "blood_pressure_crisis" -> "血压异常";
            default -> "告警";
        };
    }

    private static String english(String kind) {
        return switch (kind) {
            case "sos" -> "SOS";
            case "fall" -> "Fall";
            case "heart_rate_high", "heart_rate_low" -> "Pulse";
            case "blood_pressure_crisis" -> "Blood pressure";
            default -> "Alert";
        };
    }
}
