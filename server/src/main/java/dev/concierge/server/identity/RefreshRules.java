package dev.concierge.server.identity;

import dev.concierge.server.encryption.Signer;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a presented refresh token means for its family. Pure: everything it goes by is handed in.
 *
 * <p>A token is used once (RFC 9700 section 4.14.2). The exception is a client whose answer was lost, or that asks twice at once: for ten seconds it gets the same
 * successor again. That it is the same client is proved by its client key, which it chose at the sign-in and sends along; address and user agent prove nothing. A client
 * without such a key has no exception.
 */
final class RefreshRules {
    /** How long after the first use the same client gets the same answer. */
    static final Duration SAME_ANSWER_FOR = Duration.ofSeconds(10);

    /** A family ends with this token; whoever refreshes every fifteen minutes for thirty days needs three thousand. */
    static final int LAST_NUMBER = 50_000;

    /** What to do. */
    sealed interface Verdict {
        /** Used for the first time: this one takes its place. */
        record Next(RefreshToken successor) implements Verdict {}

        /** Used a moment ago by the same client: this one took its place. */
        record Same(RefreshToken successor) implements Verdict {}

        /** It is one of ours, and somebody has it who must not: nobody's turn, and the family ends. */
        record Stolen(String reason) implements Verdict {}

        /** The family ended, ran out, or was not used for too long. */
        record Over() implements Verdict {}

        /** No token of this family. */
        record Unknown() implements Verdict {}
    }

    private final Signer signer;
    private final Duration idle;

    RefreshRules(Signer signer, Duration idle) {
        this.signer = signer;
        this.idle = idle;
    }

    /** @param client of the key that came along; null when none did */
    Verdict judge(TokenFamily family, RefreshToken presented, @Nullable TokenHash client, Instant now) {
        return judge(family, presented, presented, client, now);
    }

    /** @param reached what {@link #follow} found of the presented one, perhaps short of the family's latest */
    Verdict judge(
            TokenFamily family, RefreshToken presented, RefreshToken reached, @Nullable TokenHash client, Instant now) {
        if (isOver(family, now)) {
            return new Verdict.Over();
        }
        if (!isOurs(family, reached)) {
            return new Verdict.Unknown();
        }
        if (family.client() != null && !family.client().equals(client)) {
            return new Verdict.Stolen("another client");
        }
        int behind = family.number() - presented.number();
        if (behind == 0) {
            return new Verdict.Next(presented.successor(signer));
        }
        boolean again = behind == 1
                && family.client() != null
                && now.isBefore(family.usedAt().plus(SAME_ANSWER_FOR));
        return again ? new Verdict.Same(presented.successor(signer)) : new Verdict.Stolen("used before");
    }

    boolean isOver(TokenFamily family, Instant now) {
        return family.endedAt() != null
                || !now.isBefore(family.expiresAt())
                || !now.isBefore(family.usedAt().plus(idle))
                || family.number() >= LAST_NUMBER;
    }

    /** Whether the family's latest token follows from this one: earlier ones are not kept, and recognised all the same. */
    boolean isOurs(TokenFamily family, RefreshToken presented) {
        RefreshToken token = follow(presented, family.number());
        return token.number() == family.number() && token.hash().equals(family.token());
    }

    /** The token of a number that follows from another. Up to {@link #LAST_NUMBER} steps: nothing to do while a row is locked. */
    RefreshToken follow(RefreshToken from, int number) {
        RefreshToken token = from;
        while (token.number() < number) {
            token = token.successor(signer);
        }
        return token;
    }
}
