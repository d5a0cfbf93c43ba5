package dev.concierge.sandbox.notion;

import dev.concierge.sandbox.Knob;
import dev.concierge.sandbox.Knobs;
import dev.concierge.sandbox.OldRefreshToken;
import java.util.List;
import tools.jackson.core.type.TypeReference;

/** The knobs that only Notion has, and the common ones that start elsewhere here. No lifetime is documented (field 5). */
public final class NotionKnobs {
    public static final Knob<Long> REFRESH_TOKEN_LIFE_SECONDS = Knob.number(
            "refreshTokenLifeSeconds", 0, "life of a refresh token, from its own issue on; 0: it does not end");
    public static final Knob<Boolean> OLD_ACCESS_TOKEN_DIES =
            Knob.flag("oldAccessTokenDies", true, "a refresh ends the access token before it, too");
    public static final Knob<Boolean> REAUTHORIZATION_KEEPS_TOKENS = Knob.flag(
            "reauthorizationKeepsTokens",
            false,
            "consent again hands out the tokens in force, as for connections made before 8 June 2026");
    public static final Knob<Boolean> NO_REFRESH_TOKEN =
            Knob.flag("noRefreshToken", false, "refresh_token is null, as for old connections");
    public static final Knob<RevokeReach> REVOKE_REACH = new Knob<>(
            "revokeReach",
            new TypeReference<>() {},
            RevokeReach.PAIR,
            _ -> true,
            "what a revocation ends: token, pair, grant");
    public static final Knob<List<String>> CAPABILITIES = new Knob<>(
            "capabilities",
            new TypeReference<>() {},
            List.of(Capabilities.READ_CONTENT, Capabilities.USER_WITH_EMAIL),
            Capabilities::known,
            "what the connection is set up for: " + String.join(", ", Capabilities.names()));
    public static final Knob<Boolean> OWNER_IS_WORKSPACE =
            Knob.flag("ownerIsWorkspace", false, "the token answer's owner is the workspace, no person");
    public static final Knob<Boolean> PLAIN_ERRORS = Knob.flag(
            "plainErrors", false, "token errors are {\"error\",\"error_description\"} instead of Notion's own shape");
    /** Field 11: three in a second on average, bursts beyond it. */
    public static final Knob<Long> REQUESTS_PER_MINUTE = Knob.number(
            "requestsPerMinute", 180, "searches of one connection in a minute; more are 429 with Retry-After");

    private static final Knob<Long> TOKEN_LIFE_SECONDS =
            Knob.number(Knobs.TOKEN_LIFE_SECONDS.name(), 0, "life of an access token; 0: it does not end. Never told");

    private NotionKnobs() {}

    static List<Knob<?>> all() {
        return List.of(
                REFRESH_TOKEN_LIFE_SECONDS,
                OLD_ACCESS_TOKEN_DIES,
                REAUTHORIZATION_KEEPS_TOKENS,
                NO_REFRESH_TOKEN,
                REVOKE_REACH,
                CAPABILITIES,
                OWNER_IS_WORKSPACE,
                PLAIN_ERRORS,
                REQUESTS_PER_MINUTE,
                TOKEN_LIFE_SECONDS,
                Knobs.REQUIRE_PKCE.startingAt(false),
                Knobs.ROTATE_REFRESH_TOKEN.startingAt(true),
                Knobs.OLD_REFRESH_TOKEN.startingAt(OldRefreshToken.DIES));
    }
}
