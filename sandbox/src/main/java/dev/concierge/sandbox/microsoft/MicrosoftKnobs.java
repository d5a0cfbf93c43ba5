package dev.concierge.sandbox.microsoft;

import dev.concierge.sandbox.Knob;
import dev.concierge.sandbox.Knobs;
import java.util.List;
import java.util.Set;
import tools.jackson.core.type.TypeReference;

/** The knobs that only Microsoft has, and where the common ones start here. */
public final class MicrosoftKnobs {
    /** Field 5: an access token lives a random 60 to 90 minutes. */
    public static final Knob<Long> TOKEN_LIFE_SPREAD_PERCENT = Knob.number(
            "tokenLifeSpreadPercent",
            50,
            "an access token lives up to that much longer than tokenLifeSeconds, at random");
    /** Field 5: 90 days, and each refresh gives out a token with 90 new ones. */
    public static final Knob<Long> REFRESH_TOKEN_LIFE_SECONDS =
            Knob.number("refreshTokenLifeSeconds", 90L * 24 * 3600, "life of a refresh token from its own issue on");
    /** An optional claim: it is there only where the registration asks for it. */
    public static final Knob<Boolean> EDOV_CLAIM = Knob.flag(
            "xmsEdov", false, "ID tokens say in xms_edov whether the owner of the address's domain is verified");
    /** Field 3: not confirmed. */
    public static final Knob<Boolean> IDENTITY_SCOPES_IN_ANSWER = Knob.flag(
            "identityScopesInAnswer",
            false,
            "the scope of a work account's answer names openid, profile and email, too");
    /** Field 3: both forms are seen. */
    public static final Knob<Boolean> FULL_SCOPE_NAMES = Knob.flag(
            "fullScopeNames", false, "the scope of an answer has https://graph.microsoft.com/ before each name");
    /** Field 13: not confirmed. */
    public static final Knob<Boolean> ANSWER_ALL_CONSENTED = Knob.flag(
            "answerAllConsented",
            true,
            "a token covers every scope of Graph that was ever agreed to, not only what is asked");

    public static final Knob<Boolean> USER_CONSENT_OFF =
            Knob.flag("userConsentOff", false, "work accounts cannot agree to anything by themselves (AADSTS90094)");
    public static final Knob<Boolean> SINGLE_TENANT =
            Knob.flag("singleTenant", false, "every client belongs to the tenant meridian.example alone (AADSTS50194)");
    public static final Knob<Boolean> PASSWORD_RESET_BY_ADMIN = Knob.flag(
            "passwordResetByAdmin", false, "another password is an administrator's reset, which ends refresh tokens");
    /** Field 15: Outlook's depend on a cache; how long is not documented. */
    public static final Knob<Long> DELTA_TOKEN_LIFE_SECONDS = Knob.number(
            "deltaTokenLifeSeconds", 30L * 24 * 3600, "how long a link of a delta query is answered; 410 after that");

    /** Field 14: what a subscription's life brings instead of a change. */
    public static final Knob<String> LIFECYCLE_EVENT = new Knob<>(
            "lifecycleEvent",
            new TypeReference<>() {},
            "",
            Set.of("", "missed", "subscriptionRemoved")::contains,
            "what a change is told as instead of itself: missed, subscriptionRemoved; empty: as it is");

    private MicrosoftKnobs() {}

    static List<Knob<?>> all() {
        return List.of(
                Knobs.TOKEN_LIFE_SECONDS.startingAt(3600L),
                Knobs.ROTATE_REFRESH_TOKEN.startingAt(true),
                TOKEN_LIFE_SPREAD_PERCENT,
                REFRESH_TOKEN_LIFE_SECONDS,
                EDOV_CLAIM,
                IDENTITY_SCOPES_IN_ANSWER,
                FULL_SCOPE_NAMES,
                ANSWER_ALL_CONSENTED,
                USER_CONSENT_OFF,
                SINGLE_TENANT,
                PASSWORD_RESET_BY_ADMIN,
                DELTA_TOKEN_LIFE_SECONDS,
                LIFECYCLE_EVENT);
    }
}
