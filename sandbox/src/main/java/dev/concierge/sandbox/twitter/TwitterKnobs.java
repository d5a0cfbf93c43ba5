package dev.concierge.sandbox.twitter;

import dev.concierge.sandbox.Knob;
import dev.concierge.sandbox.Knobs;
import dev.concierge.sandbox.OldRefreshToken;
import java.util.List;
import tools.jackson.core.type.TypeReference;

/**
 * The knobs that only X has, and the common ones that start elsewhere here. Rotation, its penalty and the six months rest on
 * reports (field 6); the strict reading is where they start.
 */
public final class TwitterKnobs {
    public static final Knob<Long> REFRESH_TOKEN_LIFE_SECONDS =
            Knob.number("refreshTokenLifeSeconds", 182L * 24 * 3600, "life of a refresh token, from its own issue on");
    public static final Knob<Boolean> DEAD_TOKEN_IS_INVALID_GRANT = Knob.flag(
            "deadTokenIsInvalidGrant", false, "a dead refresh token is invalid_grant instead of invalid_request");
    public static final Knob<Boolean> REVOKE_ENDS_PAIR =
            Knob.flag("revokeEndsPair", false, "revoking one token of a pair ends the other, too");
    public static final Knob<Boolean> PUBLIC_CLIENT =
            Knob.flag("publicClient", false, "clients are public: client_id in the body and no secret");
    public static final Knob<Boolean> CLIENT_ID_BESIDE_BASIC =
            Knob.flag("clientIdBesideBasic", false, "client_id in the body is tolerated beside Basic");
    public static final Knob<Boolean> LOCALHOST_REDIRECTS =
            Knob.flag("localhostRedirects", false, "redirect URIs may name localhost instead of 127.0.0.1");
    public static final Knob<Boolean> EMAIL_OPTION =
            Knob.flag("emailOption", true, "the app's setting that lets it ask for confirmed_email");
    public static final Knob<Boolean> CLIENT_FORBIDDEN =
            Knob.flag("clientForbidden", false, "the app is not enrolled: the API answers client-forbidden");
    public static final Knob<Spending> SPENDING = new Knob<>(
            "spending",
            new TypeReference<>() {},
            Spending.FINE,
            _ -> true,
            "what API calls cost: fine, usageCapped (429), exhausted (402)");
    public static final Knob<Long> REQUESTS_PER_WINDOW =
            Knob.number("requestsPerWindow", 75, "users/me for a person in 15 minutes; more are 429 until the reset");
    public static final Knob<Long> TIMELINES_PER_WINDOW = Knob.number(
            "timelinesPerWindow", 900, "users/:id/tweets for a person in 15 minutes; more are 429 until the reset");
    /** Field 15: they may expire; it is not said when. */
    public static final Knob<Long> PAGINATION_LIFE_SECONDS =
            Knob.number("paginationLifeSeconds", 0, "life of a pagination token; 0: it does not end");

    private TwitterKnobs() {}

    static List<Knob<?>> all() {
        return List.of(
                REFRESH_TOKEN_LIFE_SECONDS,
                DEAD_TOKEN_IS_INVALID_GRANT,
                REVOKE_ENDS_PAIR,
                PUBLIC_CLIENT,
                CLIENT_ID_BESIDE_BASIC,
                LOCALHOST_REDIRECTS,
                EMAIL_OPTION,
                CLIENT_FORBIDDEN,
                SPENDING,
                REQUESTS_PER_WINDOW,
                TIMELINES_PER_WINDOW,
                PAGINATION_LIFE_SECONDS,
                Knobs.CODE_LIFE_SECONDS.startingAt(30L),
                Knobs.TOKEN_LIFE_SECONDS.startingAt(7_200L),
                Knobs.ROTATE_REFRESH_TOKEN.startingAt(true),
                Knobs.OLD_REFRESH_TOKEN.startingAt(OldRefreshToken.DIES),
                Knobs.REUSE_KILLS_FAMILY.startingAt(true));
    }
}
