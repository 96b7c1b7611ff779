package io.kanhu.server.http;

import io.kanhu.registry.Consent;
import io.kanhu.registry.Consents;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** What wearers have agreed to; who wrote it down is kept, and every act is in the log. */
final class ConsentsApi implements Api.Subject {
    private final Consents consents;
    private final Reasons reasons;
    private final Audit audit;

    ConsentsApi(Consents consents, Reasons reasons, Audit audit) {
        this.consents = consents;
        this.reasons = reasons;
        this.audit = audit;
    }

    @Override
    public void bind(Operations operations) {
        operations.add("listConsents", this::list);
        operations.add("giveConsent", this::give);
        operations.add("withdrawConsent", this::withdraw);
    }

    /** For the wearer's profile, with those that were withdrawn. */
    JsonArray of(long wearerId) {
        JsonArray array = new JsonArray();
        consents.of(wearerId).forEach(consent -> array.add(json(consent)));
        return array;
    }

    private Answer list(Call call) {
        requirePart(call);
        audit.looked(call.user(), call.id(), "consents", null);
        return Answer.ok(new JsonObject().put("consents", of(call.id())));
    }

    private Answer give(Call call) {
        requirePart(call);
        String what = Call.pathOf(call.request(), "what");
        Consent consent = consents.give(
                        call.id(),
                        what,
                        call.body().getString("note"),
                        call.user().actor().name())
                .orElseThrow(() -> noSuchWearer(call));
        audit.looked(call.user(), call.id(), "consent_given", null);
        return Answer.ok(json(consent));
    }

    private Answer withdraw(Call call) {
        requirePart(call);
        String what = Call.pathOf(call.request(), "what");
        if (!consents.withdraw(call.id(), what, call.user().actor().name())) {
            throw new Problem(404, "This wearer has given no such consent that could be withdrawn.");
        }
        audit.looked(call.user(), call.id(), "consent_withdrawn", null);
        return Answer.done();
    }

    private void requirePart(Call call) {
        if (!call.user().role().seesEveryWearer()) {
            throw new Problem(403, "Consent is written down by supervisors, care staff and administrators.");
        }
        if (!reasons.maySee(call.user(), call.id())) {
            throw noSuchWearer(call);
        }
    }

    private static Problem noSuchWearer(Call call) {
        return new Problem(404, "There is no wearer " + call.id() + " whom you look after.");
    }

    private static JsonObject json(Consent consent) {
        return new JsonObject()
                .put("what", consent.what())
                .put("givenAt", consent.givenAt().toString())
                .put("by", consent.by())
                .put("note", consent.note())
                .put(
                        "withdrawnAt",
                        consent.withdrawnAt() == null
                                ? null
                                : consent.withdrawnAt().toString())
                .put("withdrawnBy", consent.withdrawnBy());
    }
}
