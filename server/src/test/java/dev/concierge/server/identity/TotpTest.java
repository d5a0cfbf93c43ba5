package dev.concierge.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.encryption.Secret;
import dev.concierge.server.support.AuthenticatorApp;
import dev.concierge.server.support.SettableClock;
import java.net.URI;
import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Codes of authenticator apps: RFC 6238 and RFC 4226. */
@Tag("security")
class TotpTest {
    private static final Secret SEED = Secret.of("12345678901234567890");
    private static final Instant NOW = Instant.parse("2026-11-28T12:00:10Z");

    @ParameterizedTest
    @DisplayName("RFC 6238 appendix B, the last six digits of each vector of SHA-1")
    @CsvSource({
        "59, 287082",
        "1111111109, 081804",
        "1111111111, 050471",
        "1234567890, 005924",
        "2000000000, 279037",
        "20000000000, 353130"
    })
    void the_vectors_of_the_rfc(long seconds, String code) {
        assertThat(Totp.code(SEED, Totp.step(Instant.ofEpochSecond(seconds)))).isEqualTo(code);
    }

    @Test
    void a_clock_that_is_half_a_minute_off_either_way_is_right_and_a_minute_is_not() {
        long now = Totp.step(NOW);
        for (long step : new long[] {now - 1, now, now + 1}) {
            assertThat(Totp.matching(SEED, Totp.code(SEED, step), NOW)).hasValue(step);
        }
        assertThat(Totp.matching(SEED, Totp.code(SEED, now - 2), NOW)).isEqualTo(OptionalLong.empty());
        assertThat(Totp.matching(SEED, Totp.code(SEED, now + 2), NOW)).isEqualTo(OptionalLong.empty());
    }

    @Test
    void a_code_of_another_seed_or_length_fits_nothing() {
        String code = Totp.code(SEED, Totp.step(NOW));
        assertThat(Totp.matching(Secret.of("12345678901234567891"), code, NOW)).isEmpty();
        for (String typed : new String[] {
            "", code.substring(1), code + "0", "0" + code, "abcdef", "\u0661\u0662\u0663\u0664\u0665\u0666"
        }) {
            assertThat(Totp.matching(SEED, typed, NOW)).as(typed).isEmpty();
        }
    }

    @Test
    @DisplayName("RFC 4648 section 6: the seed in base32, as apps read it")
    void the_seed_in_base32() {
        TotpSeed seed = TotpSeed.of(SEED);
        assertThat(seed.base32()).isEqualTo("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        SettableClock clock = new SettableClock();
        clock.hold();
        AuthenticatorApp app = AuthenticatorApp.scanned(seed.uri("Concierge at x", "anna@corp.example"), clock);
        assertThat(app.code(0)).isEqualTo(Totp.code(SEED, Totp.step(clock.instant())));
    }

    @Test
    void fresh_seeds_have_160_bits_and_differ() {
        TotpSeed one = TotpSeed.fresh();
        assertThat(one.value().revealBytes()).hasSize(20);
        assertThat(one.base32()).hasSize(32).isNotEqualTo(TotpSeed.fresh().base32());
        assertThat(one).hasToString("[seed]");
    }

    @Test
    void names_cannot_leave_their_place_in_the_address() {
        URI uri = URI.create(TotpSeed.of(SEED).uri("Concierge at [::1]", "a&secret=B?#/%:b c@x.example"));
        assertThat(uri.getRawQuery()).startsWith("secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=");
        assertThat(uri.getRawFragment()).isNull();
        assertThat(uri.getRawPath()).containsOnlyOnce(":").doesNotContain("&", "+");
    }
}
