package io.kanhu.server.http;

import io.kanhu.registry.settlement.AreaTotal;
import io.kanhu.registry.settlement.CutOff;
import io.kanhu.registry.settlement.CutOff.Basis;
import io.kanhu.registry.settlement.Settled;
import io.kanhu.registry.settlement.Settlement;
import io.kanhu.server.session.Role;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.Set;

/** What the city pays for. */
final class SettlementApi implements Api.Subject {
    private static final Set<Role> READERS = Set.of(Role.SUPERVISOR, Role.OPERATOR, Role.ADMINISTRATOR);
    private static final Set<Role> CLOSERS = Set.of(Role.OPERATOR, Role.ADMINISTRATOR);
    private static final int DEFAULT_MONTHS = 3;

    private final Settlement settlement;

    SettlementApi(Settlement settlement) {
        this.settlement = settlement;
    }

    @Override
    public void bind(Operations operations) {
        operations.add("listSettlements", this::list);
        operations.add("downloadSettlement", this::download);
        operations.add("closeSettlement", this::close);
        operations.add("setSettlementRule", this::setRule);
    }

    private Answer list(Call call) {
        call.requireCity();
        call.require(READERS, "Settlements are for supervisors, operators and administrators.");
        YearMonth last = call.query("until").map(YearMonth::parse).orElseGet(settlement::now);
        int count = call.queryNumber("months").orElse(DEFAULT_MONTHS);
        JsonArray months = new JsonArray();
        for (int back = count - 1; back >= 0; back--) {
            months.add(month(last.minusMonths(back)));
        }
        return Answer.ok(new JsonObject()
                .put("now", settlement.now().toString())
                .put("rule", json(settlement.rule()))
                .put("months", months));
    }

    private JsonObject month(YearMonth month) {
        JsonArray areas = new JsonArray();
        settlement.totals(month).forEach(total -> areas.add(json(total)));
        JsonObject json = new JsonObject().put("month", month.toString()).put("areas", areas);
        settlement.closed(month).ifPresent(closed -> json.put("closed", json(closed)));
        return json;
    }

    private Answer download(Call call) {
        call.requireCity();
        call.require(READERS, "Settlements are for supervisors, operators and administrators.");
        YearMonth month = YearMonth.parse(call.path("month"));
        String state = settlement.closed(month).isPresent() ? "" : "-open";
        return Answer.download(
                "settlement-" + month + state + ".csv",
                "text/csv; charset=utf-8",
                SettlementSheet.text(month, settlement.of(month)));
    }

    private Answer close(Call call) {
        call.requireCity();
        call.require(CLOSERS, "Months are closed by operators and administrators.");
        return Answer.ok(json(settlement.close(
                YearMonth.parse(call.path("month")), call.user().name())));
    }

    private Answer setRule(Call call) {
        call.requireCity();
        call.require(CLOSERS, "The rule is set by operators and administrators.");
        JsonObject body = call.body();
        settlement.setRule(new CutOff(
                Basis.of(body.getString("basis")),
                BigDecimal.valueOf(body.getNumber("hours").doubleValue())));
        return Answer.ok(json(settlement.rule()));
    }

    private static JsonObject json(CutOff rule) {
        return new JsonObject()
                .put("basis", rule.basis().code())
                .put("hours", rule.hours().doubleValue());
    }

    private static JsonObject json(Settled closed) {
        return new JsonObject()
                .put("by", closed.by())
                .put("at", closed.at().toString())
                .put("rule", json(closed.rule()));
    }

    private static JsonObject json(AreaTotal total) {
        return new JsonObject()
                .put("area", total.area())
                .put("name", total.name())
                .put("wearers", total.wearers())
                .put("days", total.days())
                .put("awayDays", total.awayDays());
    }
}
