package dev.concierge.sandbox.google;

import dev.concierge.sandbox.Knob;
import java.util.List;

/** The knobs that only Google has, YouTube's among them. */
public final class GoogleKnobs {
    /** Google says only that a server may invalidate a token; a month is an assumption. */
    public static final Knob<Long> SYNC_TOKEN_LIFE_SECONDS =
            Knob.number("syncTokenLifeSeconds", 30L * 24 * 3600, "age at which a sync token gives 410 Gone");

    /** Google says at least a week, often longer, sometimes hours. */
    public static final Knob<Long> HISTORY_LIFE_SECONDS = Knob.number(
            "historyLifeSeconds", 7L * 24 * 3600, "how long Gmail's history keeps a change; 404 after that");

    /** Not confirmed: whose identity a Brand Account's tokens tell. */
    public static final Knob<Boolean> BRAND_IDENTITY = Knob.flag(
            "brandIdentity", false, "tokens of a Brand Account name it, not the person, in sub, email and name");

    /** YouTube, field 8: both are seen. */
    public static final Knob<Boolean> SIGNUP_REQUIRED = Knob.flag(
            "signupRequired", false, "an account without a channel gets 401 youtubeSignupRequired, not an empty list");
    /** YouTube, field 11. */
    public static final Knob<Long> UNITS_PER_DAY = Knob.number(
            "unitsPerDay", 10_000, "a project's calls of YouTube, until midnight in Los Angeles; a list call costs 1");

    /** Field 3. */
    public static final Knob<Long> TIME_LIMITED_SECONDS = Knob.number(
            "timeLimitedSeconds",
            0,
            "people choose time-limited access: refresh tokens end so long after their issue and say so; 0: nobody does");

    /** Field 14: what Calendar gives a channel when nothing shorter is asked for. */
    public static final Knob<Long> CHANNEL_LIFE_SECONDS =
            Knob.number("channelLifeSeconds", 7L * 24 * 3600, "how long a push channel lives at most");

    private GoogleKnobs() {}

    static List<Knob<?>> all() {
        return List.of(
                SYNC_TOKEN_LIFE_SECONDS,
                HISTORY_LIFE_SECONDS,
                BRAND_IDENTITY,
                SIGNUP_REQUIRED,
                UNITS_PER_DAY,
                TIME_LIMITED_SECONDS,
                CHANNEL_LIFE_SECONDS);
    }
}
