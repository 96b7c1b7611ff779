package io.kanhu.alerting.channel.wecom;

import io.kanhu.alerting.channel.wecom.CallbackSeal.Signed;
import io.kanhu.alerting.episode.Actor;
import io.kanhu.alerting.episode.AlertBook;
import io.kanhu.alerting.episode.AlertState;
import io.kanhu.alerting.episode.AlertView;
import io.kanhu.alerting.episode.IllegalMove;
import io.kanhu.alerting.episode.Moves;
import io.kanhu.alerting.episode.NoSuchAlert;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What workers answer by the button of a card in WeCom: the worker whose card it was says that they go. The card then shows what came of it. Blocks;
 * thread-safe.
 */
public final class CardButtons {
    private static final Logger LOG = LoggerFactory.getLogger(CardButtons.class);

    private final Jdbi jdbi;
    private final Clock clock;
    private final Moves moves;
    private final AlertBook book;
    private final CallbackSeal seal;
    private final WecomApp app;

    public CardButtons(Jdbi jdbi, Clock clock, Moves moves, AlertBook book, CallbackSeal seal, WecomApp app) {
        this.jdbi = jdbi;
        this.clock = clock;
        this.moves = moves;
        this.book = book;
        this.seal = seal;
        this.app = app;
    }

    /**
     * WeCom asks whether we have its key.
     *
     * @return the word that it wants to hear
     * @throws CallbackRefused if it is not WeCom who asks
     */
    public String greeting(Signed signed, String sealed) {
        return seal.open(signed, sealed);
    }

    /**
     * WeCom says what somebody did. What is no press of our button is heard and forgotten.
     *
     * @param body the XML as it came
     * @throws CallbackRefused if it is not WeCom who says it, if it was heard before, or if the card was not theirs
     */
    public void heard(Signed signed, String body) {
        String sealed = Optional.ofNullable(WecomXml.fields(body).get("Encrypt"))
                .orElseThrow(() -> new CallbackRefused("there is nothing encrypted in it"));
        Map<String, String> event = WecomXml.fields(seal.open(signed, sealed));
        if (!"template_card_event".equals(event.get("Event")) || !Cards.BUTTON.equals(event.get("EventKey"))) {
            return;
        }
        if (isKnown(signed.signature())) {
            throw new CallbackRefused("it was heard before");
        }
        pressed(
                event.getOrDefault("FromUserName", ""),
                event.getOrDefault("TaskId", ""),
                event.getOrDefault("ResponseCode", ""));
        // After that, so that what failed may be said again; what is done twice at a time is done once.
        remember(signed.signature());
    }

    private record Card(long alertId, Actor worker, String language) {}

    private void pressed(String user, String task, String responseCode) {
        Card card = card(user, task)
                .orElseThrow(() ->
                        new CallbackRefused("they were sent no card of that name, or are called otherwise by now"));
        String shown;
        try {
            moves.acknowledge(card.alertId(), card.worker());
            shown = Cards.youGo(card.language());
        } catch (IllegalMove e) {
            LOG.info("a button in WeCom came too late alert={} why=\"{}\"", card.alertId(), e.getMessage());
            shown = instead(card);
        } catch (NoSuchAlert e) {
            throw new CallbackRefused("the case is none of theirs", e);
        }
        if (!responseCode.isEmpty()) {
            var unused = app.replaceButton(user, responseCode, shown);
        }
    }

    /** What has become of the case without them. */
    private String instead(Card card) {
        Optional<AlertView> open = book.find(card.worker().viewer(), card.alertId())
                .filter(alert -> alert.state() != AlertState.RESOLVED && alert.state() != AlertState.CLOSED);
        return open.map(alert -> Cards.somebodyGoes(card.language(), alert.acknowledgedBy()))
                .orElseGet(() -> Cards.over(card.language()));
    }

    private Optional<Card> card(String user, String task) {
        UUID key = key(task);
        return key == null
                ? Optional.empty()
                : jdbi.withHandle(handle -> handle.createQuery("""
                                SELECT n.alert_id, w.id, w.name, w.language
                                  FROM notification n JOIN worker w ON w.id = n.worker_id
                                 WHERE n.idempotency_key = :key AND n.channel = 'wecom' AND w.wecom_user = :user
                                """)
                        .bind("key", key)
                        .bind("user", user)
                        .map((row, context) -> new Card(
                                row.getLong("alert_id"),
                                new Actor(row.getString("name"), row.getLong("id"), false),
                                row.getString("language")))
                        .findOne());
    }

    private static @Nullable UUID key(String task) {
        try {
            return UUID.fromString(task);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private boolean isKnown(String signature) {
        return jdbi.withHandle(
                handle -> handle.createQuery("SELECT EXISTS (SELECT FROM wecom_callback WHERE signature = :signature)")
                        .bind("signature", signature)
                        .mapTo(boolean.class)
                        .one());
    }

    /** As long as it would be believed if it came again, on every server. */
    private void remember(String signature) {
        Instant now = clock.instant();
        jdbi.useTransaction(handle -> {
            handle.createUpdate("DELETE FROM wecom_callback WHERE at < :old")
                    .bind("old", now.minus(CallbackSeal.WINDOW.multipliedBy(2)).atOffset(ZoneOffset.UTC))
                    .execute();
            handle.createUpdate(
                            "INSERT INTO wecom_callback (signature, at) VALUES (:signature, :now) ON CONFLICT DO NOTHING")
                    .bind("signature", signature)
                    .bind("now", now.atOffset(ZoneOffset.UTC))
                    .execute();
        });
    }
}
