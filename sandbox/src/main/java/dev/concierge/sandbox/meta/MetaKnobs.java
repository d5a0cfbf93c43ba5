package dev.concierge.sandbox.meta;

import dev.concierge.sandbox.Knob;
import dev.concierge.sandbox.Knobs;
import java.util.List;
import tools.jackson.core.type.TypeReference;

/** The knobs that only Meta has, and where the common ones start here. */
public final class MetaKnobs {
    /** Field 5: 1 to 2 hours. */
    private static final long SHORT_LIFE_SECONDS = 5400;

    public static final Knob<Long> LONG_LIFE_SECONDS =
            Knob.number("longLifeSeconds", 60L * 24 * 3600, "life of a user token that was exchanged for a short one");
    /** Field 6: not confirmed. */
    public static final Knob<Long> EXTENSION_PAUSE_SECONDS = Knob.number(
            "extensionPauseSeconds", 24L * 3600, "a long user token younger than this is answered with itself");
    /** Field 5: not confirmed. */
    public static final Knob<Long> DATA_ACCESS_SECONDS = Knob.number(
            "dataAccessSeconds",
            90L * 24 * 3600,
            "permissions count as expired this long after the person last agreed");
    /** Field 1: not confirmed. */
    public static final Knob<Boolean> CALLBACK_SUFFIX = Knob.flag("callbackSuffix", true, "the callback ends in #_=_");

    /** Section 9, field 1: sign-in by Instagram has a fragment of its own; wins over {@code callbackSuffix}. */
    public static final Knob<Boolean> INSTAGRAM_SUFFIX =
            Knob.flag("instagramSuffix", false, "the callback ends in #_, as Instagram's own does");

    public static final Knob<Boolean> REQUIRE_APPSECRET_PROOF =
            Knob.flag("requireAppsecretProof", false, "calls of the Graph API without appsecret_proof are refused");
    public static final Knob<Boolean> OMIT_EXPIRES_IN =
            Knob.flag("omitExpiresIn", false, "answers with a long user token do not say how long it lives");
    public static final Knob<List<String>> CHECKPOINT =
            texts("checkpoint", "accounts whose owners must act at the provider first (190/459)");
    public static final Knob<List<String>> LOST_PAGES =
            texts("lostPages", "Page ids whose person has no role there any more (190/492)");
    public static final Knob<Long> CALLS_PER_HOUR = Knob.number(
            "callsPerHour", 20_000, "calls of one app before code 4; from half of it on, X-App-Usage is sent");

    private MetaKnobs() {}

    static List<Knob<?>> all() {
        return List.of(
                Knobs.TOKEN_LIFE_SECONDS.startingAt(SHORT_LIFE_SECONDS),
                Knobs.REQUIRE_PKCE.startingAt(false),
                Knobs.TESTING_MODE.startingAt(true),
                LONG_LIFE_SECONDS,
                EXTENSION_PAUSE_SECONDS,
                DATA_ACCESS_SECONDS,
                CALLBACK_SUFFIX,
                INSTAGRAM_SUFFIX,
                REQUIRE_APPSECRET_PROOF,
                OMIT_EXPIRES_IN,
                CHECKPOINT,
                LOST_PAGES,
                CALLS_PER_HOUR);
    }

    private static Knob<List<String>> texts(String name, String meaning) {
        return new Knob<>(name, new TypeReference<>() {}, List.of(), _ -> true, meaning);
    }
}
