package dev.concierge.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.encryption.RandomSecrets;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.encryption.Signer;
import dev.concierge.server.encryption.Signers;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** N-13: what a refresh token means for its family, without a database. */
@Tag("token")
@DisplayName("N-13 what a refresh token of our own proves")
class RefreshRulesTest {
    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
    private static final Duration IDLE = Duration.ofDays(7);
    private static final TokenHash CLIENT = TokenHash.of(Secret.of("the client's own key"));
    private static final TokenHash OTHER = TokenHash.of(Secret.of("another client's key"));

    private final Signer signer = Signers.random();
    private final RefreshRules rules = new RefreshRules(signer, IDLE);
    private final RefreshToken first = RefreshToken.first(UUID.randomUUID(), new RandomSecrets());

    private RefreshToken number(int number) {
        RefreshToken token = first;
        for (int step = 0; step < number; step++) {
            token = token.successor(signer);
        }
        return token;
    }

    /** A family whose latest token has this number, given out this long ago. */
    private TokenFamily family(int number, Duration ago, @Nullable TokenHash client) {
        return new TokenFamily(
                first.familyId(),
                UUID.randomUUID(),
                null,
                Set.of(Factor.PASSWORD),
                "password",
                NOW.minus(Duration.ofDays(1)),
                client,
                number(number).hash(),
                number,
                NOW.minus(ago),
                NOW.plus(Duration.ofDays(20)),
                null);
    }

    private RefreshRules.Verdict judge(TokenFamily family, RefreshToken token, @Nullable TokenHash client) {
        return rules.judge(family, token, client, NOW);
    }

    @Test
    @DisplayName("a token survives being written and read, and prints nothing")
    void a_token_survives_being_written_and_read() {
        RefreshToken read = RefreshToken.parse(number(3).text()).orElseThrow();
        assertThat(read).isEqualTo(number(3));
        assertThat(number(3).text().reveal()).hasSize(73).startsWith("cr_");
        assertThat(read.toString()).doesNotContain(read.text().reveal().substring(20));
        for (String odd : new String[] {
            "", "cr_", "cr_" + "A".repeat(69), "cr_" + "A".repeat(71), "ck_" + "A".repeat(70), "cr_" + "/".repeat(70)
        }) {
            assertThat(RefreshToken.parse(Secret.of(odd))).as(odd).isEmpty();
        }
        assertThat(RefreshToken.parse(Secret.of("cr_" + "_".repeat(70))))
                .as("a number below zero")
                .isEmpty();
    }

    @Test
    @DisplayName("the latest token has a successor, the same whoever asks, and unlike any other")
    void the_latest_token_has_a_successor() {
        assertThat(judge(family(4, Duration.ofMinutes(15), CLIENT), number(4), CLIENT))
                .isEqualTo(new RefreshRules.Verdict.Next(number(5)));
        assertThat(judge(family(4, Duration.ofMinutes(15), null), number(4), null))
                .isEqualTo(new RefreshRules.Verdict.Next(number(5)));
        assertThat(number(5).bits()).isNotEqualTo(number(4).bits());
        assertThat(RefreshToken.first(UUID.randomUUID(), new RandomSecrets())
                        .successor(signer)
                        .bits())
                .isNotEqualTo(number(1).bits());
    }

    @Test
    @DisplayName("the same client gets the same successor for ten seconds, and not a moment longer")
    void the_same_client_gets_the_same_successor_for_ten_seconds() {
        assertThat(judge(family(5, Duration.ofMillis(9_999), CLIENT), number(4), CLIENT))
                .isEqualTo(new RefreshRules.Verdict.Same(number(5)));
        assertThat(judge(family(5, Duration.ofSeconds(10), CLIENT), number(4), CLIENT))
                .isEqualTo(new RefreshRules.Verdict.Stolen("used before"));
        assertThat(judge(family(5, Duration.ofSeconds(1), CLIENT), number(3), CLIENT))
                .as("two behind")
                .isEqualTo(new RefreshRules.Verdict.Stolen("used before"));
        assertThat(judge(family(5, Duration.ofSeconds(1), null), number(4), null))
                .as("a client without a key has no way to show that it is the same")
                .isEqualTo(new RefreshRules.Verdict.Stolen("used before"));
    }

    @Test
    @DisplayName("a token of ours in other hands ends the family, used before or not")
    void a_token_in_other_hands_ends_the_family() {
        TokenFamily family = family(5, Duration.ofSeconds(1), CLIENT);
        for (TokenHash client : Arrays.asList(OTHER, null)) {
            assertThat(judge(family, number(5), client)).isEqualTo(new RefreshRules.Verdict.Stolen("another client"));
            assertThat(judge(family, number(4), client)).isEqualTo(new RefreshRules.Verdict.Stolen("another client"));
            assertThat(judge(family, number(0), client)).isEqualTo(new RefreshRules.Verdict.Stolen("another client"));
        }
    }

    @Test
    @DisplayName("whoever knows only the family's id can neither refresh nor end it")
    void guesses_change_nothing() {
        TokenFamily family = family(5, Duration.ofSeconds(1), CLIENT);
        Secret guess = Secret.of(new byte[32]);
        for (int number : new int[] {0, 4, 5, 6, Integer.MAX_VALUE}) {
            assertThat(judge(family, new RefreshToken(first.familyId(), number, guess), CLIENT))
                    .isEqualTo(new RefreshRules.Verdict.Unknown());
        }
        assertThat(judge(family, new RefreshToken(first.familyId(), 4, number(5).bits()), CLIENT))
                .as("right bits under another number")
                .isEqualTo(new RefreshRules.Verdict.Unknown());
        assertThat(judge(family, number(6), CLIENT))
                .as("one that was never given out")
                .isEqualTo(new RefreshRules.Verdict.Unknown());
    }

    @Test
    @DisplayName("a family is over when it ended, after its life, when nobody used it, and with its last number")
    void a_family_is_over() {
        TokenFamily living = family(1, Duration.ofDays(6), CLIENT);
        assertThat(judge(living, number(1), CLIENT)).isInstanceOf(RefreshRules.Verdict.Next.class);
        assertThat(judge(family(1, IDLE, CLIENT), number(1), CLIENT)).isEqualTo(new RefreshRules.Verdict.Over());
        assertThat(rules.judge(living, number(1), CLIENT, living.expiresAt()))
                .isEqualTo(new RefreshRules.Verdict.Over());
        TokenFamily ended = new TokenFamily(
                living.id(),
                living.accountId(),
                null,
                living.proved(),
                living.method(),
                living.provedAt(),
                CLIENT,
                living.token(),
                1,
                NOW,
                living.expiresAt(),
                NOW);
        assertThat(judge(ended, number(1), CLIENT)).isEqualTo(new RefreshRules.Verdict.Over());
        assertThat(judge(ended, number(0), OTHER))
                .as("and no alarm about it")
                .isEqualTo(new RefreshRules.Verdict.Over());
        assertThat(judge(family(RefreshRules.LAST_NUMBER, Duration.ZERO, CLIENT), number(1), CLIENT))
                .isEqualTo(new RefreshRules.Verdict.Over());
    }

    @Test
    @DisplayName("under another SECRET_KEY the latest token still works, and earlier ones are nobody's")
    void under_another_key() {
        Signer another = Signers.random();
        RefreshRules moved = new RefreshRules(another, IDLE);
        TokenFamily family = family(5, Duration.ofSeconds(1), CLIENT);
        assertThat(moved.judge(family, number(5), CLIENT, NOW))
                .isEqualTo(new RefreshRules.Verdict.Next(number(5).successor(another)));
        assertThat(moved.judge(family, number(4), CLIENT, NOW)).isEqualTo(new RefreshRules.Verdict.Unknown());
    }
}
