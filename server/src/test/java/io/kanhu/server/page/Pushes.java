package io.kanhu.server.page;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;

/** What a phone's browser does with pushes: the one of the tests reaches no push service, so they come to it by hand. */
final class Pushes {
    /** In place of the push service's answers; the keys are those of RFC 8291's example. */
    private static final String SUBSCRIBES = """
            PushManager.prototype.subscribe = async () => {
              const json = {endpoint: 'http://127.0.0.1:9/push', expirationTime: null, keys: {
                p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
                auth: 'BTBZMqHH6r4Tts7J_aSIgg'}};
              self.subscribed = {...json, options: {}, toJSON: () => json,
                unsubscribe: async () => { self.subscribed = null; }};
              return self.subscribed;
            };
            PushManager.prototype.getSubscription = async () => self.subscribed ?? null;
            """;

    private final Phone phone;

    private Pushes(Phone phone) {
        this.phone = phone;
    }

    /** On a phone whose owner lets the page notify them. */
    static Pushes on(Phone phone) {
        phone.context().grantPermissions(List.of("geolocation", "notifications"));
        phone.page().addInitScript(SUBSCRIBES);
        phone.page().reload();
        return new Pushes(phone);
    }

    /** A push that was decrypted comes to the service worker. */
    void arrive(String origin, String message) {
        CDPSession session = phone.context().newCDPSession(phone.page());
        AtomicReference<String> registration = new AtomicReference<>("");
        session.on("ServiceWorker.workerRegistrationUpdated", event -> {
            for (JsonElement one : event.getAsJsonArray("registrations")) {
                registration.set(one.getAsJsonObject().get("registrationId").getAsString());
            }
        });
        session.send("ServiceWorker.enable");
        Awaitility.await().until(() -> {
            phone.page().evaluate("1");
            return !registration.get().isEmpty();
        });
        JsonObject push = new JsonObject();
        push.addProperty("origin", origin);
        push.addProperty("registrationId", registration.get());
        push.addProperty("data", message);
        session.send("ServiceWorker.deliverPushMessage", push);
        session.detach();
    }

    /** What is shown now, title and text of each. */
    String shown() {
        return String.valueOf(phone.page().evaluate("""
                async () => (await (await navigator.serviceWorker.ready).getNotifications())
                  .map(one => one.title + ' ' + one.body).join('\\n')
                """));
    }
}
