package dev.concierge.server.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

@Tag("flow")
class SyncSettingsTest {
    static final SyncSettings DEFAULTS = bound(Map.of());

    @Test
    void defaults() {
        assertThat(DEFAULTS)
                .isEqualTo(new SyncSettings(
                        4,
                        Duration.ofSeconds(30),
                        Duration.ofMinutes(2),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(30),
                        Duration.ofHours(1),
                        DataSize.ofMegabytes(16),
                        DataSize.ofKilobytes(256),
                        Duration.ofDays(30),
                        Duration.ofDays(30),
                        List.of(),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(30)));
    }

    @Test
    void every_property_is_mapped() {
        assertThat(bound(Map.of(
                        "concierge.sync.provider-concurrency", "7",
                        "concierge.sync.slice", "1m",
                        "concierge.sync.lease", "5m",
                        "concierge.sync.deadline", "20s",
                        "concierge.sync.first-pause", "1s",
                        "concierge.sync.longest-pause", "2h",
                        "concierge.sync.answer-limit", "1MB",
                        "concierge.sync.record-limit", "1KB",
                        "concierge.sync.keep-runs", "2d",
                        "concierge.sync.keep-tombstones", "3d")))
                .isEqualTo(new SyncSettings(
                        7,
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(5),
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(1),
                        Duration.ofHours(2),
                        DataSize.ofMegabytes(1),
                        DataSize.ofKilobytes(1),
                        Duration.ofDays(2),
                        Duration.ofDays(3),
                        List.of(),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(30)));
        SyncSettings rest = bound(Map.of(
                "concierge.sync.keep-records", "google.mail.messages=365d, x.y.z=1h",
                "concierge.sync.longest-wait", "1s",
                "concierge.sync.progress-life", "10s"));
        assertThat(rest.keepRecords()).containsExactly("google.mail.messages=365d", "x.y.z=1h");
        assertThat(rest.longestWait()).isEqualTo(Duration.ofSeconds(1));
        assertThat(rest.progressLife()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void a_lease_shorter_than_a_call_and_its_repetition_is_refused() {
        assertThatThrownBy(() -> bound(Map.of("concierge.sync.lease", "59s")))
                .rootCause()
                .hasMessageContaining("lease");
        assertThatThrownBy(() -> bound(Map.of("concierge.sync.keep-records", "google.mail.messages")))
                .rootCause()
                .hasMessageContaining("google.mail.messages");
        assertThatThrownBy(() -> bound(Map.of("concierge.sync.provider-concurrency", "0")))
                .rootCause()
                .hasMessageContaining("runs at once");
    }

    private static SyncSettings bound(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("concierge.sync", SyncSettings.class);
    }
}
