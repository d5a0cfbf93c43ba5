package dev.concierge.server.identity;

import dev.concierge.server.database.AuthScope;
import dev.concierge.server.database.SystemScope;
import dev.concierge.server.encryption.RandomSecrets;
import dev.concierge.server.web.BrowserId;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Challenges of ceremonies under way (WebAuthn section 13.4.3): 32 random bytes, good once, for five minutes, in the browser and session that began.
 * Table {@code passkey_challenges}, reached through the owner's definer functions alone; it keeps hashes.
 */
@Component
class PasskeyChallenges {
    static final Duration LIFE = Duration.ofMinutes(5);

    enum Purpose {
        ENROL,
        SIGN_IN,
        /** A second step, or a fresh proof. */
        PROVE;

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final AuthScope auth;
    private final SystemScope system;
    private final RandomSecrets random;
    private final Clock clock;

    PasskeyChallenges(AuthScope auth, SystemScope system, RandomSecrets random, Clock clock) {
        this.auth = auth;
        this.system = system;
        this.random = random;
        this.clock = clock;
    }

    /** @param session null for a ceremony of nobody yet */
    byte[] make(Purpose purpose, BrowserId browser, @Nullable UUID session) {
        byte[] challenge = random.next().sha256();
        Instant now = clock.instant();
        auth.call(jdbc -> jdbc.sql(
                        "select passkey_challenge_put(:challenge, :purpose, :browser, cast(:session as uuid), :now, :expires)")
                .param("challenge", hash(challenge))
                .param("purpose", purpose.word())
                .param("browser", browser.hash())
                .param("session", session)
                .param("now", Rows.utc(now))
                .param("expires", Rows.utc(now.plus(LIFE)))
                .query((_, _) -> true)
                .single());
        return challenge;
    }

    /** Takes one; committed before anything else of the answer is looked at. @return false for one that does not fit, which stays as it is */
    boolean take(byte[] challenge, Purpose purpose, BrowserId browser, @Nullable UUID session) {
        return auth.call(jdbc -> jdbc.sql(
                        "select passkey_challenge_take(:challenge, :purpose, :browser, cast(:session as uuid), :now)")
                .param("challenge", hash(challenge))
                .param("purpose", purpose.word())
                .param("browser", browser.hash())
                .param("session", session)
                .param("now", Rows.utc(clock.instant()))
                .query(Boolean.class)
                .single());
    }

    /** Deletes those that ran out. @return how many */
    int purge(int atMost) {
        return system.call(jdbc -> jdbc.sql("select passkey_challenge_purge(:before, :most)")
                .param("before", Rows.utc(clock.instant()))
                .param("most", atMost)
                .query(Integer.class)
                .single());
    }

    private static byte[] hash(byte[] challenge) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(challenge);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
