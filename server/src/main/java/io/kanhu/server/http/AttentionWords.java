package io.kanhu.server.http;

import io.kanhu.alerting.ladder.LadderGaps.Gap;
import java.util.Objects;

/** What the list of what needs somebody says, and what to do about it, in Chinese or English. */
record AttentionWords(boolean english) {
    String undelivered(boolean called) {
        if (called) {
            return say(
                    "所有通知均未送达，也没有页面显示过。请立即打开该警情，电话联系老人和网格员，或自行接单。",
                    "Nothing that was sent has arrived, and no page has shown it. Open the case, telephone the wearer and a worker, or take it yourself.");
        }
        return say(
                "没有可以通知的人：无人值守或无联系方式。请立即打开该警情，电话联系老人，或自行接单；随后补排班。",
                "There was nobody to tell: no one is on duty, or has an address. Open the case, telephone the wearer, or take it yourself; then mend the roster.");
    }

    String databaseAway(String why) {
        return say(
                "数据库不可用（" + why + "）。新的紧急呼叫由内存名册通知，尚未入库。请立即联系运维恢复数据库。",
                "The database is away (" + why
                        + "). New calls for help are told from memory and not stored yet. Have it brought back at once.");
    }

    String heldCalls() {
        return say(
                "紧急呼叫尚未入库，正由内存名册通知。请在值守页面确认有人接单，并恢复数据库。",
                "Calls for help are not stored and are told from memory. See on the page that somebody goes, and bring the database back.");
    }

    String channelFailing(String channel, String provider, String error) {
        return say(
                "通知渠道 " + channel + "（" + provider + "）连续失败：" + error + "。请检查该渠道的设置、余额与网络；期间请以电话通知。",
                "The channel " + channel + " (" + provider + ") fails at every try: " + error
                        + ". Check its settings, its account and the network; telephone meanwhile.");
    }

    String selfTest(String why) {
        return say(
                "自检呼叫未能走完全程：" + why + "。真实呼叫可能同样受阻。请立即查看服务日志并联系运维。",
                "A call of the self-test did not get through: " + why
                        + ". Real ones may not either. Look at the server's log at once.");
    }

    String ladderGaps(Gap worst) {
        String grid = Objects.requireNonNullElse(worst.grid(), say("未分网格", "no grid"));
        return say(
                "最严重：网格 " + grid + " 第 " + (worst.rung() + 1) + " 级无人可达（" + reason(worst.why()) + "），涉及 "
                        + worst.wearers() + " 位老人。请补排班、联系方式或通知渠道；详见 /api/ladders/gaps。",
                "Worst: in grid " + grid + " step " + (worst.rung() + 1) + " reaches nobody (" + reason(worst.why())
                        + "), which concerns " + worst.wearers()
                        + " wearers. Mend the roster, addresses or channels; /api/ladders/gaps lists all.");
    }

    private String reason(String why) {
        return switch (why) {
            case "nobody" -> say("无人值守", "nobody is on duty");
            case "address" -> say("值守人员无联系方式", "whoever is on duty has no address for it");
            default -> say("未配置该通知渠道", "the channel is not set up");
        };
    }

    private String say(String chinese, String inEnglish) {
        return english ? inEnglish : chinese;
    }
}
