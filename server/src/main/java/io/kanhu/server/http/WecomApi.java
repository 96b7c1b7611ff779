package io.kanhu.server.http;

import io.kanhu.alerting.channel.wecom.CallbackRefused;
import io.kanhu.alerting.channel.wecom.CallbackSeal.Signed;
import io.kanhu.alerting.channel.wecom.CardButtons;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where WeCom says that somebody has pressed the button of a card. It has no session: its signature says who it is. */
public final class WecomApi {
    private static final Logger LOG = LoggerFactory.getLogger(WecomApi.class);

    private final Optional<CardButtons> buttons;

    /** @param buttons empty where no callback is set up */
    public WecomApi(Optional<CardButtons> buttons) {
        this.buttons = buttons;
    }

    void bind(Operations operations) {
        operations.addOpen(
                "greetWecom",
                (context, request) ->
                        Answer.text(believed(() -> there().greeting(signed(context), query(context, "echostr")))));
        operations.addOpen(
                "hearWecom",
                (context, request) -> believed(() -> {
                    there().heard(signed(context), bodyOf(context));
                    return Answer.text("");
                }));
    }

    private static <T> T believed(Supplier<T> heard) {
        try {
            return heard.get();
        } catch (CallbackRefused e) {
            LOG.warn("a callback of WeCom is refused why=\"{}\"", e.getMessage());
            throw new Problem(403, "This is refused: " + e.getMessage() + ".");
        }
    }

    private CardButtons there() {
        return buttons.orElseThrow(() -> new Problem(
                404, "No callback is set up here; docs/operating.md says how (kanhu.channels.wecom.callback-token)."));
    }

    private static Signed signed(RoutingContext context) {
        return new Signed(query(context, "msg_signature"), query(context, "timestamp"), query(context, "nonce"));
    }

    /** As it came: the contract's checker decodes once too often, and makes a blank of a plus. */
    private static String query(RoutingContext context, String name) {
        return Objects.requireNonNull(context.queryParams().get(name));
    }

    private static String bodyOf(RoutingContext context) {
        return Optional.ofNullable(context.body().asString()).orElse("");
    }
}
