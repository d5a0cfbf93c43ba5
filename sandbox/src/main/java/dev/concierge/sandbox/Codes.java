package dev.concierge.sandbox;

import dev.concierge.sandbox.store.Store;
import dev.concierge.sandbox.store.Table;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The authorization codes of one provider. A code works once, however many requests bring it at the same time. */
public final class Codes {
    private static final int SWEEP_EVERY = 1_000;
    private static final Duration KEPT = Duration.ofDays(1);

    private final Store store;
    private final Clock clock;
    private final Secrets secrets;
    private final KnobBoard knobs;
    private final Grants grants;
    private final Table<Code> codes;
    private long issued;

    public Codes(String provider, Shared shared, KnobBoard knobs, Grants grants) {
        this.store = shared.store();
        this.clock = shared.clock();
        this.secrets = shared.secrets();
        this.knobs = knobs;
        this.grants = grants;
        this.codes = store.table(provider + ".codes", Code.class);
    }

    /** What came of a code at the token endpoint. */
    public sealed interface Redemption {
        record Redeemed(Code code) implements Redemption {}

        record Refused(Reason reason) implements Redemption {}
    }

    /** Why a code was refused. */
    public enum Reason {
        UNKNOWN,
        OTHER_CLIENT,
        USED,
        EXPIRED,
        GRANT_ENDED,
        OTHER_REDIRECT_URI,
        VERIFIER_MISSING,
        VERIFIER_WRONG,
        /** A verifier came although the authorization request had no challenge: RFC 9700 section 2.1.1. */
        VERIFIER_UNEXPECTED
    }

    /** Keeps a new code; the caller chose its value, in the provider's own form. */
    public void issue(Code code) {
        secrets.record(Secrets.Kind.CODE, code.value());
        store.change(() -> {
            codes.put(code.value(), code);
            if (++issued % SWEEP_EVERY == 0) {
                var longAgo = clock.instant().minus(KEPT);
                codes.removeIf(each -> each.issuedAt().isBefore(longAgo));
            }
        });
    }

    /** The code as it stands, without taking it. */
    public Optional<Code> find(String value) {
        return Optional.ofNullable(codes.get(value));
    }

    /**
     * Takes a code. Whoever brings it is already known to be {@code client}. A code that its own client brings is spent even
     * when something else about the request is wrong; one of another client is left alone.
     */
    public Redemption redeem(String value, Client client, @Nullable String redirectUri, @Nullable String verifier) {
        return store.change(() -> {
            var code = codes.get(value);
            if (code == null) {
                return new Redemption.Refused(Reason.UNKNOWN);
            }
            if (!code.clientId().equals(client.id())) {
                return new Redemption.Refused(Reason.OTHER_CLIENT);
            }
            var reason = refusal(code, redirectUri, verifier);
            if (code.used() && knobs.get(Knobs.CODE_REUSE_KILLS_GRANT)) {
                grants.end(code.project(), code.account());
            }
            codes.put(value, code.spent());
            return reason == null ? new Redemption.Redeemed(code) : new Redemption.Refused(reason);
        });
    }

    private @Nullable Reason refusal(Code code, @Nullable String redirectUri, @Nullable String verifier) {
        var life = Duration.ofSeconds(knobs.get(Knobs.CODE_LIFE_SECONDS));
        if (code.used()) {
            return Reason.USED;
        }
        if (!clock.instant().isBefore(code.issuedAt().plus(life))) {
            return Reason.EXPIRED;
        }
        if (!grants.alive(code.grantId(), code.project(), code.account())) {
            return Reason.GRANT_ENDED;
        }
        // RFC 6749 section 4.1.3: repeated when it was sent, and only then
        if (!Objects.equals(code.redirectUri(), redirectUri)) {
            return Reason.OTHER_REDIRECT_URI;
        }
        return knobs.get(Knobs.IGNORE_PKCE) ? null : verifierRefusal(code.challenge(), verifier);
    }

    private static @Nullable Reason verifierRefusal(@Nullable Challenge challenge, @Nullable String verifier) {
        if (challenge == null) {
            return verifier == null ? null : Reason.VERIFIER_UNEXPECTED;
        }
        if (verifier == null) {
            return Reason.VERIFIER_MISSING;
        }
        return challenge.matches(verifier) ? null : Reason.VERIFIER_WRONG;
    }
}
