package io.kanhu.server.http;

import io.kanhu.alerting.channel.BandOrder;
import io.kanhu.alerting.channel.BandOrders;
import io.kanhu.protocol.Command;
import io.kanhu.registry.Scopes;
import io.kanhu.registry.device.Device;
import io.kanhu.registry.device.DeviceList;
import io.kanhu.registry.device.Trouble;
import io.kanhu.server.session.Role;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How the bands fare, what they are asked for and what they answer. Whose whereabouts are asked for is written down. */
final class DevicesApi implements Api.Subject {
    private static final Set<Role> WATCHERS = Set.of(Role.SUPERVISOR, Role.CARE, Role.OPERATOR, Role.ADMINISTRATOR);
    private static final int DEFAULT_QUIET_HOURS = 24;
    private static final int DEFAULT_LIMIT = 200;
    private static final int SHOWN_ORDERS = 20;

    private final DeviceList devices;
    private final BandOrders orders;
    private final Scopes scopes;
    private final Audit audit;

    DevicesApi(DeviceList devices, BandOrders orders, Scopes scopes, Audit audit) {
        this.devices = devices;
        this.scopes = scopes;
        this.orders = orders;
        this.audit = audit;
    }

    @Override
    public void bind(Operations operations) {
        operations.add("listDevices", this::list);
        operations.add("getDevice", this::get);
        operations.add("sendCommand", this::send);
    }

    private Answer list(Call call) {
        requireWatcher(call);
        Duration quiet = quiet(call);
        Trouble trouble = Trouble.of(call.query("trouble").orElse(Trouble.CAUSE_UNKNOWN.code()));
        JsonObject counts = new JsonObject();
        boolean city = call.user().scope().isCity();
        Map<Trouble, Integer> counted = city ? devices.counts(quiet) : Map.of();
        for (Trouble one : Trouble.values()) {
            counts.put(
                    one.code(),
                    city
                            ? counted.getOrDefault(one, 0)
                            : theirs(call, one, quiet).size());
        }
        JsonArray array = new JsonArray();
        theirs(call, trouble, quiet).stream()
                .limit(call.queryNumber("limit").orElse(DEFAULT_LIMIT))
                .forEach(device -> array.add(json(device)));
        return Answer.ok(new JsonObject().put("counts", counts).put("devices", array));
    }

    /** Those of the part of the city that somebody looks after. */
    private List<Device> theirs(Call call, Trouble trouble, Duration quiet) {
        if (call.user().scope().isCity()) {
            return devices.with(trouble, quiet, call.queryNumber("limit").orElse(DEFAULT_LIMIT));
        }
        List<Device> all = devices.with(trouble, quiet, Integer.MAX_VALUE);
        Set<Long> wearers = scopes.wearers(
                call.user().scope(), all.stream().map(Device::wearerId).toList());
        return all.stream()
                .filter(device -> wearers.contains(device.wearerId()))
                .toList();
    }

    private Answer get(Call call) {
        requireWatcher(call);
        Device device = device(call);
        audit.looked(call.user(), device.wearerId(), "device", null);
        JsonArray array = new JsonArray();
        orders.of(device.band(), SHOWN_ORDERS).forEach(order -> array.add(json(order, call)));
        return Answer.ok(json(device).put("commands", array));
    }

    private Answer send(Call call) {
        requireWatcher(call);
        Device device = device(call);
        JsonObject body = call.body();
        String kind = body.getString("type");
        if (kind.equals("locate") && !call.user().role().seesEveryWearer()) {
            throw new Problem(403, "Where somebody is, is asked by supervisors, care staff and administrators.");
        }
        audit.looked(call.user(), device.wearerId(), "command_" + kind, null);
        BandOrder order = orders.give(
                        device.band(), kind, command(kind, body), call.user().name())
                .orElseThrow(() -> noSuchDevice(device.band()));
        return Answer.ok(json(order, call));
    }

    private Device device(Call call) {
        String band = call.path("band");
        Device device = devices.of(band, quiet(call)).stream().findFirst().orElseThrow(() -> noSuchDevice(band));
        call.requireWearer(scopes, device.wearerId());
        return device;
    }

    private static Problem noSuchDevice(String band) {
        return new Problem(404, "Nobody has a band " + band + "; see the list of bands.");
    }

    private static Command command(String kind, JsonObject body) {
        String id = kind + "-" + UUID.randomUUID();
        return switch (kind) {
            case "measure" -> {
                List<String> what = body.getJsonArray("what", new JsonArray().add("hr")).stream()
                        .map(String.class::cast)
                        .toList();
                yield new Command.Measure(id, what);
            }
            case "locate" -> new Command.Locate(id);
            default -> {
                Duration vitals = seconds(body.getInteger("vitalsEverySeconds"));
                Duration location = seconds(body.getInteger("locationEverySeconds"));
                if (vitals == null && location == null) {
                    throw new Problem(400, "Give vitalsEverySeconds, locationEverySeconds, or both.");
                }
                yield new Command.Config(id, vitals, location);
            }
        };
    }

    private static @Nullable Duration seconds(@Nullable Integer seconds) {
        return seconds == null ? null : Duration.ofSeconds(seconds);
    }

    private static Duration quiet(Call call) {
        return Duration.ofHours(call.queryNumber("quietHours").orElse(DEFAULT_QUIET_HOURS));
    }

    private static void requireWatcher(Call call) {
        call.require(WATCHERS, "Devices are for supervisors, care staff, operators and administrators.");
    }

    private static JsonObject json(Device device) {
        return new JsonObject()
                .put("band", device.band())
                .put("model", device.model())
                .put("trouble", device.trouble().code())
                .put("since", text(device.since()))
                .put(
                        "wearer",
                        new JsonObject()
                                .put("id", device.wearerId())
                                .put("code", device.wearerCode())
                                .put("name", device.wearer())
                                .put("phone", device.phone())
                                .put("grid", device.grid())
                                .put("suspended", device.suspended()))
                .put("heardAt", text(device.heardAt()))
                .put("battery", device.battery())
                .put("batteryAt", text(device.batteryAt()))
                .put("worn", device.worn())
                .put("firmware", device.firmware());
    }

    /** What came back is for whoever asked, whose question is in the audit as a look; others see that it came. */
    private static JsonObject json(BandOrder order, Call call) {
        boolean theirs =
                order.by().equals(call.user().name()) && call.user().role().seesEveryWearer();
        return new JsonObject()
                .put("id", order.id())
                .put("type", order.kind())
                .put("command", new JsonObject(order.body()))
                .put("by", order.by())
                .put("at", order.at().toString())
                .put("state", order.state().code())
                .put("sentAt", text(order.sentAt()))
                .put("answeredAt", text(order.answeredAt()))
                .put("reading", theirs && order.reading() != null ? new JsonObject(order.reading()) : null);
    }

    private static @Nullable String text(@Nullable Instant at) {
        return at == null ? null : at.toString();
    }
}
