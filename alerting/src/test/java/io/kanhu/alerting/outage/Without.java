package io.kanhu.alerting.outage;

import io.kanhu.alerting.Arrived;
import io.kanhu.alerting.Press;
import io.kanhu.alerting.Town;
import io.kanhu.alerting.channel.Channel;
import io.kanhu.alerting.channel.Message;
import io.kanhu.alerting.episode.Actor;
import io.kanhu.alerting.ladder.Means;
import io.kanhu.ingest.Delivery;
import io.kanhu.ingest.Inlet;
import io.kanhu.protocol.Refusal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server whose presses wait as if the database were away: its journal, its gateway, and the page of Wang, who is on duty in the east; Li is backup. */
final class Without {
    final Path journal = Memory.file();
    final Gateway gateway = new Gateway();
    final List<HeldView> page = new CopyOnWriteArrayList<>();
    final Actor wang;
    final Actor li;
    HeldCalls held;
    private final Town town;

    Without(Town town) {
        this.town = town;
        town.clear();
        town.grid("east");
        wang = town.onDuty("wang", "east");
        li = town.backup("li", "east");
        town.wearer("zhang", "east", "b1", "b2");
        town.memory().roster().refresh();
        held = open(journal);
    }

    /** Takes every message. */
    static final class Gateway implements Channel {
        final List<Message> taken = new CopyOnWriteArrayList<>();

        @Override
        public CompletionStage<Answer> send(Message message) {
            taken.add(message);
            return CompletableFuture.completedFuture(
                    new Answer.Accepted("r-" + message.by().code()));
        }

        @Override
        public Duration patience() {
            return Duration.ofSeconds(10);
        }
    }

    /** A server with this journal, which Wang's page looks at. */
    HeldCalls open(Path file) {
        HeldCalls opened = town.memory().held(file, Set.of(Means.APP, Means.SMS), Map.of(Means.SMS, gateway));
        opened.onlookers().add(opened, wang.workerId(), null, page::add);
        return opened;
    }

    Arrived waits(Press press) {
        return Memory.waits(held, press, town.band(press.band()));
    }

    Arrived waitTooLong(Press press) {
        Arrived delivery = waits(press);
        town.clock().pass(Memory.PATIENCE);
        held.look();
        return delivery;
    }

    void store(Press press, Delivery delivery) {
        town.write(town.node(() -> {}, held), press);
        held.settled(delivery, press.message());
        held.look();
    }

    /** What an earlier run has left. */
    static List<Delivery> replayed(HeldCalls calls) {
        List<Delivery> offered = new ArrayList<>();
        calls.replay(new Inlet() {
            @Override
            public boolean offer(Delivery delivery) {
                return offered.add(delivery);
            }

            @Override
            public boolean reject(Delivery delivery, Refusal why) {
                return false;
            }
        });
        return offered;
    }
}
