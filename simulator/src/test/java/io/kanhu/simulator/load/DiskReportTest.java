package io.kanhu.simulator.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DiskReportTest {

    @Test
    void aReportIsFourTimesOfFiveVitalSignsAndElsePlaceAndBattery() {
        DiskReport report = new DiskReport(
                new DiskUse("vital_sign", 100, 6_000, 4_000),
                new DiskUse("location_fix", 10, 600, 400),
                new DiskUse("band_status", 10, 400, 100),
                33_000,
                100);
        assertThat(report.bytesAReport()).isEqualTo(0.8 * 100 + 0.2 * (100 + 50));
        assertThat(String.join("\n", report.lines()))
                .contains("110.0 bytes stored", "330 bytes of write-ahead log", "630,720 million reports, 69.4 TB");
    }
}
