package io.kanhu.alerting.channel.wecom;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kanhu.alerting.channel.Message;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * What cards say: nobody's name. One is a link to the case; the other has a button by which a worker says that they go, and needs a callback. A card with a
 * button is named after the message's key.
 */
final class Cards {
    /** What WeCom calls our button when it is pressed. */
    static final String BUTTON = "acknowledge";

    private static final int SAME_WITHIN_SECONDS = 1_800;
    /** WeCom advises ten letters on a button. */
    private static final int MOST_ON_A_BUTTON = 10;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final int agent;
    private final URI page;
    private final boolean buttons;

    /** @param buttons whether somebody hears when one is pressed */
    Cards(int agent, URI page, boolean buttons) {
        this.agent = agent;
        this.page = page;
        this.buttons = buttons;
    }

    /** A card to one user. What is no case has nothing to answer, and so no button. */
    String of(Message message, String user) {
        ObjectNode body = JSON.createObjectNode()
                .put("touser", user)
                .put("agentid", agent)
                .put("enable_duplicate_check", 1)
                .put("duplicate_check_interval", SAME_WITHIN_SECONDS);
        if (buttons && message.alertId() != 0) {
            withButton(body.put("msgtype", "template_card").putObject("template_card"), message);
        } else {
            withLink(body.put("msgtype", "textcard").putObject("textcard"), message);
        }
        return body.toString();
    }

    private void withLink(ObjectNode card, Message message) {
        card.put("title", message.words().what())
                .put("description", description(message))
                .put("url", link(message))
                .put("btntxt", isEnglish(message.language()) ? "Open" : "去接单");
    }

    private void withButton(ObjectNode card, Message message) {
        card.put("card_type", "button_interaction").put("task_id", message.key().toString());
        card.putObject("main_title").put("title", message.words().what()).put("desc", description(message));
        card.putObject("card_action").put("type", 1).put("url", link(message));
        card.putArray("button_list")
                .addObject()
                .put("text", isEnglish(message.language()) ? "I'll go" : "接单")
                .put("style", 1)
                .put("key", BUTTON);
    }

    /** In place of the button, once it was pressed. */
    String replaced(String user, String responseCode, String shown) {
        ObjectNode body = JSON.createObjectNode().put("agentid", agent).put("response_code", responseCode);
        body.putArray("userids").add(user);
        body.putObject("button").put("replace_name", shown);
        return body.toString();
    }

    static String youGo(String language) {
        return isEnglish(language) ? "You go" : "已接单";
    }

    static String over(String language) {
        return isEnglish(language) ? "Over" : "已办结";
    }

    static String somebodyGoes(String language, @Nullable String who) {
        String somebody = who == null ? (isEnglish(language) ? "Another" : "他人") : who;
        String verb = isEnglish(language) ? " goes" : "已接单";
        int room = MOST_ON_A_BUTTON - verb.length();
        String name = somebody.codePointCount(0, somebody.length()) <= room
                ? somebody
                : somebody.substring(0, somebody.offsetByCodePoints(0, room));
        return name + verb;
    }

    private String link(Message message) {
        return page.resolve("/?alert=" + message.alertId() + "&key=" + message.key())
                .toString();
    }

    private static String description(Message message) {
        boolean english = isEnglish(message.language());
        if (message.kind().equals(Message.TEST)) {
            return message.words().text();
        }
        if (message.isWithoutCase()) {
            return english ? "Please open the page and answer" : "请立即打开看护页面接单";
        }
        return english ? "Case " + message.alertId() : "编号" + message.alertId() + "，请立即接单";
    }

    private static boolean isEnglish(String language) {
        return language.equals("en");
    }
}
