package io.kanhu.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The plug is pulled in the middle of it all. Embedded database everywhere: it is its directory that is at stake.
 * {@code -Dkanhu.test.kills=20} pulls it more often; {@code ./kanhu bench kill} prints what comes of it.
 */
@Tag("long")
class KillIT {
    private static final int BANDS = 200;

    @TempDir
    private Path data;

    @Test
    void whatHadItsPubackIsThereOnceHoweverOftenTheServerWasKilledWhileTwoHundredBandsPublished() throws Exception {
        Kills.Seen seen = new Kills(data, BANDS, Integer.getInteger("kanhu.test.kills", 2)).run();

        assertThat(seen.acknowledged()).isNotEmpty().allMatch(seen.found().reports()::contains);
        assertThat(seen.sent()).containsAll(seen.found().reports());
        // Rows and distinct keys are counted apart: nothing is there twice.
        assertThat(seen.found().rows()).isEqualTo(seen.found().reports().size());
        assertThat(seen.found().presses())
                .doesNotHaveDuplicates()
                .containsAll(seen.pressesAcknowledged())
                .isSubsetOf(seen.pressesSent());
        assertThat(seen.pressesAcknowledged()).isEqualTo(new HashSet<>(seen.pressesSent()));
        // One person, one case, and it knows of every press.
        assertThat(seen.found().openAlerts()).isEqualTo(1);
        assertThat(seen.found().counted()).isEqualTo(seen.found().presses().size());
        assertThat(seen.lost() + seen.duplicated()).isZero();
        assertThat(seen.log()).contains("stopping the PostgreSQL that an earlier run left behind");
    }
}
