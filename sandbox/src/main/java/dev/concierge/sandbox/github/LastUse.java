package dev.concierge.sandbox.github;

import dev.concierge.sandbox.AccessToken;
import dev.concierge.sandbox.AccessTokens.Worth;
import dev.concierge.sandbox.dialect.Tokens;
import dev.concierge.sandbox.store.Table;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Ends tokens without an end of their own that nobody used for a year (field 5). Use is kept to the day. */
final class LastUse {
    private static final Duration DAY = Duration.ofDays(1);

    private final Tokens tokens;
    private final Table<Instant> used;

    LastUse(String provider, Tokens tokens) {
        this.tokens = tokens;
        this.used = tokens.store().table(provider + ".last_use", Instant.class);
    }

    /** From here on the time runs. */
    void made(AccessToken token) {
        if (endless(token)) {
            used.put(token.value(), tokens.now());
        }
    }

    /** Ends the token if its time is over; anything else is left alone. */
    void endUnused(@Nullable String value) {
        tokens.store().change(() -> {
            if (!(tokens.access().worth(value) instanceof Worth.Good(var token)) || !endless(token)) {
                return;
            }
            var before = used.get(token.value());
            var life = Duration.ofSeconds(tokens.knobs().get(GithubKnobs.UNUSED_LIFE_SECONDS));
            if (before != null && !tokens.now().isBefore(before.plus(life))) {
                tokens.access().end(token.value());
                used.remove(token.value());
            }
        });
    }

    void used(AccessToken token) {
        tokens.store().change(() -> {
            var before = used.get(token.value());
            if (endless(token) && (before == null || !tokens.now().isBefore(before.plus(DAY)))) {
                used.put(token.value(), tokens.now());
            }
        });
    }

    private static boolean endless(AccessToken token) {
        return token.expiresAt().equals(AccessToken.NEVER);
    }
}
