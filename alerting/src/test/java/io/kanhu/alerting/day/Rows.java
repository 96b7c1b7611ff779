package io.kanhu.alerting.day;

import io.kanhu.alerting.day.Plan.Person;
import io.kanhu.alerting.day.Plan.Role;
import io.kanhu.alerting.day.Plan.Wearer;
import io.kanhu.registry.Band;
import io.kanhu.registry.Worn;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;

/** A plan's town as rows of the registry. Everybody's name is their code, and their number, if they have one, their code with a plus. */
final class Rows {
    private Rows() {}

    /** Returns the bands by wearer. */
    static Map<String, Band> write(Jdbi jdbi, Plan plan) {
        jdbi.useTransaction(handle -> {
            plan.areas()
                    .forEach(area -> handle.execute(
                            "INSERT INTO area (code, name, level, parent_id) SELECT ?, ?, ?, (SELECT id FROM area WHERE code = ?)",
                            area.code(),
                            area.code(),
                            area.level(),
                            area.parent()));
            plan.grids()
                    .forEach(grid -> handle.execute(
                            "INSERT INTO grid (code, name, area_id) SELECT ?, ?, id FROM area WHERE code = ?",
                            grid.code(),
                            grid.code(),
                            grid.area()));
            plan.workers().values().forEach(worker -> worker(handle, worker));
            duties(handle, plan);
            wearers(handle, plan);
        });
        Map<String, Band> bands = new HashMap<>();
        jdbi.useHandle(handle -> handle.createQuery("SELECT id, code, grid_id FROM wearer")
                .map((row, context) -> {
                    String code = row.getString("code");
                    Worn worn = new Worn(row.getLong("id"), row.getLong("grid_id"), Instant.EPOCH, null);
                    return bands.put(code, new Band(plan.wearer(code).band(), new byte[32], false, List.of(worn)));
                })
                .forEach(before -> {}));
        return bands;
    }

    static String numberOf(String code) {
        return "+" + code;
    }

    private static void worker(Handle handle, Person worker) {
        handle.execute(
                "INSERT INTO worker (code, name, phone) VALUES (?, ?, ?)",
                worker.code(),
                worker.code(),
                worker.telephone() ? numberOf(worker.code()) : null);
        if (worker.app()) {
            handle.execute(
                    "INSERT INTO app_user (name, password_hash, role, worker_id) SELECT ?, '', ?, id FROM worker WHERE code = ?",
                    worker.code(),
                    worker.role() == Role.GRID ? "worker" : "supervisor",
                    worker.code());
        }
    }

    private static void duties(Handle handle, Plan plan) {
        for (Plan.Duty duty : plan.duties()) {
            boolean inGrid = duty.whom().equals("on_duty") || duty.whom().equals("backup");
            String sql = inGrid
                    ? "INSERT INTO roster_shift (worker_id, grid_id, duty, starts_at, ends_at) SELECT w.id, p.id, :duty, :from, :to FROM worker w, grid p"
                    : "INSERT INTO area_duty (worker_id, area_id, duty, starts_at, ends_at) SELECT w.id, p.id, :duty, :from, :to FROM worker w, area p";
            String word = duty.whom().equals("on_duty")
                    ? "primary"
                    : duty.whom().substring(duty.whom().indexOf('_') + 1);
            handle.createUpdate(sql + " WHERE w.code = :worker AND p.code = :place")
                    .bind("duty", word)
                    .bind("from", duty.time().from().atOffset(ZoneOffset.UTC))
                    .bind("to", duty.time().to().atOffset(ZoneOffset.UTC))
                    .bind("worker", duty.worker())
                    .bind("place", duty.place())
                    .execute();
        }
    }

    private static void wearers(Handle handle, Plan plan) {
        PreparedBatch people = handle.prepareBatch(
                "INSERT INTO wearer (code, name, address, grid_id) SELECT :code, :code, :code, id FROM grid WHERE code = :grid");
        PreparedBatch family = handle.prepareBatch(
                "INSERT INTO contact (wearer_id, name, phone, priority) SELECT id, :name, :phone, :priority FROM wearer WHERE code = :wearer");
        for (Wearer wearer : plan.wearers().values()) {
            people.bind("code", wearer.code()).bind("grid", wearer.grid()).add();
            int priority = 1;
            for (Person contact : wearer.family()) {
                family.bind("name", contact.code())
                        .bind("phone", numberOf(contact.code()))
                        .bind("priority", priority++)
                        .bind("wearer", wearer.code())
                        .add();
            }
        }
        people.execute();
        if (family.size() > 0) {
            family.execute();
        }
    }
}
