package dev.concierge.server.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.concierge.server.web.Role;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

@Tag("security")
class IdentitySettingsTest {
    private static IdentitySettings bound(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("concierge", IdentitySettings.class);
    }

    @Test
    void without_anything_set_accounts_are_by_invitation_and_sessions_end_after_12_hours_or_30_days() {
        assertThat(bound(Map.of()))
                .isEqualTo(new IdentitySettings(
                        SignUpPolicy.INVITE,
                        Set.of(),
                        Set.of(Role.ADMIN),
                        new IdentitySettings.Details(
                                Duration.ofHours(12), Duration.ofDays(30), 100, 1000, 20, 4, 40, 6000, 1000)));
    }

    @Test
    void every_setting_is_mapped() {
        assertThat(bound(Map.ofEntries(
                        Map.entry("concierge.sign-up", "closed"),
                        Map.entry("concierge.sign-up-domains", "example.org, Example.NET"),
                        Map.entry("concierge.second-factor-roles", "manager"),
                        Map.entry("concierge.identity.session-idle", "1h"),
                        Map.entry("concierge.identity.session-life", "2d"),
                        Map.entry("concierge.identity.sign-in-burst", "3"),
                        Map.entry("concierge.identity.sign-in-everywhere-burst", "9"),
                        Map.entry("concierge.identity.sign-up-burst", "4"),
                        Map.entry("concierge.identity.mail-burst", "7"),
                        Map.entry("concierge.identity.mail-network-burst", "8"),
                        Map.entry("concierge.identity.call-burst", "5"),
                        Map.entry("concierge.identity.calls-per-second", "6"))))
                .isEqualTo(new IdentitySettings(
                        SignUpPolicy.CLOSED,
                        Set.of("example.org", "example.net"),
                        Set.of(Role.MANAGER, Role.ADMIN),
                        new IdentitySettings.Details(Duration.ofHours(1), Duration.ofDays(2), 3, 9, 4, 7, 8, 5, 6)));
    }

    @Test
    void limits_that_let_nobody_through_and_sessions_that_idle_longer_than_they_live_are_refused() {
        assertThatExceptionOfType(BindException.class)
                .isThrownBy(() -> bound(Map.of("concierge.identity.call-burst", "0")));
        assertThatExceptionOfType(BindException.class)
                .isThrownBy(() -> bound(Map.of("concierge.identity.session-idle", "31d")));
        assertThatExceptionOfType(BindException.class)
                .isThrownBy(() -> bound(Map.of("concierge.sign-up", "sometimes")));
        assertThatExceptionOfType(BindException.class)
                .isThrownBy(() -> bound(Map.of("concierge.sign-up-domains", "@example.org")));
    }
}
