package dev.concierge.server.identity;

import dev.concierge.server.limits.Limit;
import java.time.Duration;
import org.springframework.stereotype.Component;

/**
 * How often signing in and its kin may be tried. A try that turns out right is given back, so people behind one address do not slow each other
 * down. A browser that has signed in to an account before has a counter of its own: a stranger who guesses cannot lock its owner out (J-01).
 */
@Component
final class SignInLimits {
    /** Wrong passwords of one account from browsers it has never used. */
    static final Limit STRANGERS = new Limit("sign-in account", 5, Duration.ofMinutes(3));

    /** Wrong passwords of one account from one of its own browsers. */
    static final Limit KNOWN_BROWSER = new Limit("sign-in browser", 10, Duration.ofMinutes(1));

    /** Wrong codes of one account's authenticator apps: with three of a million right at any time, a day's guesses find one in a thousand accounts at best. */
    static final Limit CODES = new Limit("codes account", 5, Duration.ofMinutes(5));

    /** Keys that do not exist, from one network, on one node. */
    static final Limit WRONG_KEYS = new Limit("wrong keys", 60, Duration.ofSeconds(2));

    /** Lines in the trail about one kind of refusal from one network: a flood of tries must not become a flood of rows. */
    static final Limit REFUSALS_WRITTEN = new Limit("refusals written", 5, Duration.ofMinutes(1));

    /** Lines in the trail about tries at addresses without an account, from everywhere, on one node: whoever has many networks makes no flood of rows either. */
    static final Limit UNKNOWN_WRITTEN = new Limit("tries at no account written", 30, Duration.ofMinutes(1));

    /** What a wrong try costs its network while there are too many from everywhere. */
    static final int DEAR = 10;

    private final IdentitySettings.Details settings;

    SignInLimits(IdentitySettings settings) {
        this.settings = settings.identity();
    }

    Limit network() {
        return new Limit("sign-in network", settings.signInBurst(), Duration.ofSeconds(6));
    }

    /** Wrong tries from everywhere: one guess each from many networks at many accounts is none of theirs alone (J-02). */
    Limit everywhere() {
        return new Limit("sign-in everywhere", settings.signInEverywhereBurst(), Duration.ofSeconds(1));
    }

    /** Trips to providers begun to sign in; one that ends with a sign-in is given back. */
    Limit trips() {
        return new Limit("sign-in trips", settings.signInBurst(), Duration.ofSeconds(6));
    }

    /** Ceremonies of passkeys begun by people who are not signed in: each look at the sign-in page begins one. */
    Limit challenges() {
        return new Limit("passkey challenges", 10L * settings.signInBurst(), Duration.ofMillis(600));
    }

    Limit signUps() {
        return new Limit("sign-up network", settings.signUpBurst(), Duration.ofMinutes(3));
    }

    /** Mails of one kind to one address, whether it has an account or not. */
    Limit mails(String kind) {
        return new Limit("mail " + kind, settings.mailBurst(), Duration.ofMinutes(10));
    }

    /** Mails that people of one network have us send to addresses that they say. */
    Limit mailNetwork() {
        return new Limit("mail network", settings.mailNetworkBurst(), Duration.ofMinutes(1));
    }

    Limit calls() {
        return new Limit("calls", settings.callBurst(), Duration.ofSeconds(1).dividedBy(settings.callsPerSecond()));
    }
}
