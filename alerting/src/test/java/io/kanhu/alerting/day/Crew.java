package io.kanhu.alerting.day;

import io.kanhu.alerting.day.Plan.Area;
import io.kanhu.alerting.day.Plan.Duty;
import io.kanhu.alerting.day.Plan.Person;
import io.kanhu.alerting.day.Plan.Wearer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who a plan says is there for somebody at a moment, the nearest first. */
final class Crew {
    private final Plan plan;
    private final Map<String, Area> areas = new HashMap<>();
    private final Map<String, String> areaOfGrid = new HashMap<>();
    private final Map<String, List<Duty>> dutiesAt = new HashMap<>();

    Crew(Plan plan) {
        this.plan = plan;
        plan.areas().forEach(area -> areas.put(area.code(), area));
        plan.grids().forEach(grid -> areaOfGrid.put(grid.code(), grid.area()));
        plan.duties()
                .forEach(duty -> dutiesAt.computeIfAbsent(duty.place(), place -> new ArrayList<>())
                        .add(duty));
    }

    /** @param whom the word of a ladder */
    record Member(String whom, Person person) {
        boolean has(String by) {
            return by.equals("app") ? person.app() : person.telephone();
        }
    }

    List<Member> of(Wearer wearer, Instant at) {
        List<Member> all = new ArrayList<>();
        add(all, wearer.grid(), at);
        for (Area area = areaOf(areaOfGrid.get(wearer.grid())); area != null; area = areaOf(area.parent())) {
            add(all, area.code(), at);
        }
        wearer.family().forEach(person -> all.add(new Member("family", person)));
        return all;
    }

    private void add(List<Member> all, String place, Instant at) {
        dutiesAt.getOrDefault(place, List.of()).stream()
                .filter(duty -> duty.time().covers(at))
                .forEach(duty -> all.add(new Member(duty.whom(), plan.worker(duty.worker()))));
    }

    private @Nullable Area areaOf(@Nullable String code) {
        return code == null ? null : areas.get(code);
    }
}
