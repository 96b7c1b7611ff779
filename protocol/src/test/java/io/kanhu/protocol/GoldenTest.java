package io.kanhu.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GoldenTest {

    static Stream<Golden> goldens() {
        return Golden.all().stream();
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void aDevicesPayloadBecomesWhatItsFileSays(Golden golden) {
        Decoded decoded =
                Received.of(golden.parsedTopic().kind(), golden.payload()).decoded();
        assertThat(Transcript.ofMessage(decoded.message())).containsExactlyElementsOf(golden.taken());
        assertThat(Transcript.ofRefusals(decoded.refusals())).containsExactlyElementsOf(golden.refused());
    }

    @Test
    void everyFieldOfTheContractIsTakenFromSomePayload() {
        assertThat(taken(Topic.Kind.TELEMETRY))
                .containsAll(
                        words("hr bp.sys bp.dia spo2 temp steps loc.lat loc.lon loc.acc loc.src batt worn quality"));
        assertThat(taken(Topic.Kind.SOS)).containsAll(words("id pressMs loc.lat loc.lon loc.acc loc.src hr"));
        assertThat(taken(Topic.Kind.STATUS)).containsAll(words("online batt charging worn signal fw"));
        assertThat(taken(Topic.Kind.THINGSBOARD))
                .containsAll(words("hr bp.sys bp.dia spo2 temp steps loc.lat loc.lon loc.acc batt worn quality"));
        assertThat(taken(Topic.Kind.OWNTRACKS)).containsAll(words("loc.lat loc.lon loc.acc batt"));
    }

    @Test
    void everyFieldOfTheContractIsRefusedInSomePayloadForEveryReasonThatItCanBe() {
        assertThat(refused(Topic.Kind.TELEMETRY))
                .containsAll(places("implausible", "hr bp spo2 temp steps loc loc.acc batt quality"))
                .containsAll(places("malformed", "ts hr bp bp.sys bp.dia spo2 temp steps batt worn quality"))
                .containsAll(places("malformed", "loc loc.lat loc.lon loc.acc loc.src loc.datum (all)"))
                .contains("clock at ts", "nothing_measured at (all)");
        assertThat(refused(Topic.Kind.SOS))
                .containsAll(places("implausible", "pressMs loc hr"))
                .containsAll(places("malformed", "ts id pressMs loc loc.lat hr cancel (all)"));
        assertThat(refused(Topic.Kind.STATUS))
                .containsAll(places("implausible", "batt signal"))
                .containsAll(places("malformed", "ts online batt charging worn signal fw (all)"))
                .contains("clock at ts", "nothing_measured at (all)");
        assertThat(refused(Topic.Kind.THINGSBOARD))
                .containsAll(places("implausible", "values.hr values.sys values.lat"))
                .containsAll(places("malformed", "ts values values.hr values.lat values.sys"))
                .contains("clock at ts", "nothing_measured at (all)");
        assertThat(refused(Topic.Kind.OWNTRACKS))
                .containsAll(places("implausible", "lat acc batt"))
                .containsAll(places("malformed", "_type tst lat lon"))
                .contains("clock at tst", "nothing_measured at (all)");
    }

    /** The names of the fields that some golden message has. */
    private static Set<String> taken(Topic.Kind kind) {
        Set<String> fields = new TreeSet<>();
        ofKind(kind)
                .flatMap(golden -> golden.taken().stream())
                .filter(line -> line.startsWith("  "))
                .forEach(line -> fields.add(line.strip().split(" ", 2)[0]));
        return fields;
    }

    /** Reason and place of every golden refusal, without the index in an array. */
    private static Set<String> refused(Topic.Kind kind) {
        Set<String> refusals = new TreeSet<>();
        ofKind(kind)
                .flatMap(golden -> golden.refused().stream())
                .forEach(line -> refusals.add(line.split(": ", 2)[0].replaceFirst("\\[\\d+]\\.?", "")));
        return refusals;
    }

    private static Stream<Golden> ofKind(Topic.Kind kind) {
        return goldens().filter(golden -> golden.parsedTopic().kind() == kind);
    }

    private static List<String> words(String words) {
        return List.of(words.split(" ", -1));
    }

    private static List<String> places(String reason, String places) {
        return words(places).stream().map(place -> reason + " at " + place).toList();
    }
}
