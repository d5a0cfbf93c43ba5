package dev.concierge.sandbox.github;

import dev.concierge.sandbox.Knob;
import dev.concierge.sandbox.Knobs;
import dev.concierge.sandbox.OldRefreshToken;
import java.util.List;
import tools.jackson.core.type.TypeReference;

/** The knobs that only GitHub has, and the common ones that start elsewhere here. */
public final class GithubKnobs {
    public static final Knob<Boolean> GITHUB_APP =
            Knob.flag("githubApp", false, "clients are GitHub Apps: ghu_ tokens, scopes ignored, tokens expire");
    public static final Knob<TokenExpiry> TOKEN_EXPIRY = new Knob<>(
            "tokenExpiry",
            new TypeReference<>() {},
            TokenExpiry.STANDARD,
            _ -> true,
            "the app's setting: standard (GitHub Apps only, or offline_access asked), on, off");
    /** The newer of two documented numbers (field 3). */
    public static final Knob<Long> REFRESH_TOKEN_LIFE_SECONDS =
            Knob.number("refreshTokenLifeSeconds", 15_897_600, "life of a refresh token, from its own issue on");

    public static final Knob<Boolean> OLD_ACCESS_TOKEN_DIES =
            Knob.flag("oldAccessTokenDies", true, "a refresh ends the access token before it, too");
    public static final Knob<Long> TOKENS_PER_SCOPE_SET = Knob.number(
            "tokensPerScopeSet", 10, "tokens of a person and app with the same scopes; one more ends the oldest");
    /** Documented, but not what the refusal looks like: 429 is an assumption. */
    public static final Knob<Long> TOKENS_PER_HOUR = Knob.number(
            "tokensPerHour", 10, "tokens made in an hour for a person, app and scope set; more are refused with 429");
    /** Field 5. */
    public static final Knob<Long> UNUSED_LIFE_SECONDS = Knob.number(
            "unusedLifeSeconds", 365L * 24 * 3600, "a token without an end that nobody used for so long is revoked");

    public static final Knob<Boolean> PREFIX_REDIRECTS = Knob.flag(
            "prefixRedirects", false, "redirect URIs match by host and directory, as those of old single entries do");
    public static final Knob<Boolean> BASIC_AT_TOKEN =
            Knob.flag("basicAtToken", false, "the token endpoint takes Basic; documented are parameters only");
    public static final Knob<Boolean> OFFLINE_ACCESS_TOLD =
            Knob.flag("offlineAccessTold", false, "offline_access is among the scopes of answers");
    public static final Knob<Boolean> APPLICATION_SUSPENDED =
            Knob.flag("applicationSuspended", false, "authorization requests come back with application_suspended");
    public static final Knob<List<String>> UNVERIFIED_ACCOUNTS = new Knob<>(
            "unverifiedAccounts",
            new TypeReference<>() {},
            List.of(),
            _ -> true,
            "accounts without a verified primary address: the exchange is refused with unverified_user_email");
    public static final Knob<Long> REQUESTS_PER_HOUR =
            Knob.number("requestsPerHour", 5_000, "requests of a person to the API; more are 403 until the reset");
    public static final Knob<Long> POLL_INTERVAL_SECONDS =
            Knob.number("pollIntervalSeconds", 60, "X-Poll-Interval of notifications: how often they may be asked for");

    private GithubKnobs() {}

    static List<Knob<?>> all() {
        return List.of(
                GITHUB_APP,
                TOKEN_EXPIRY,
                REFRESH_TOKEN_LIFE_SECONDS,
                OLD_ACCESS_TOKEN_DIES,
                TOKENS_PER_SCOPE_SET,
                TOKENS_PER_HOUR,
                UNUSED_LIFE_SECONDS,
                PREFIX_REDIRECTS,
                BASIC_AT_TOKEN,
                OFFLINE_ACCESS_TOLD,
                APPLICATION_SUSPENDED,
                UNVERIFIED_ACCOUNTS,
                REQUESTS_PER_HOUR,
                POLL_INTERVAL_SECONDS,
                Knobs.TOKEN_LIFE_SECONDS.startingAt(28_800L),
                Knobs.ROTATE_REFRESH_TOKEN.startingAt(true),
                Knobs.OLD_REFRESH_TOKEN.startingAt(OldRefreshToken.DIES));
    }
}
