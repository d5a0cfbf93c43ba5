package dev.concierge.sandbox;

import static dev.concierge.sandbox.Knob.flag;
import static dev.concierge.sandbox.Knob.number;

import java.util.List;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The knobs that every provider has. A dialect may let one start elsewhere and may add its own. */
public final class Knobs {
    public static final Knob<Long> TOKEN_LIFE_SECONDS =
            number("tokenLifeSeconds", 3599, "life of an access token, also told as expires_in");
    public static final Knob<Long> CODE_LIFE_SECONDS = number("codeLifeSeconds", 600, "life of an authorization code");
    public static final Knob<Boolean> REQUIRE_PKCE =
            flag("requirePkce", true, "refuse an authorization request without code_challenge");
    public static final Knob<Boolean> IGNORE_PKCE = flag(
            "ignorePkce", false, "any code_verifier fits, and none does too: a provider that knows nothing of PKCE");
    public static final Knob<Boolean> CODE_REUSE_KILLS_GRANT = flag(
            "codeReuseKillsGrant", false, "a code used twice ends the grant it once gave (RFC 6749 section 4.1.2)");
    public static final Knob<Boolean> ROTATE_REFRESH_TOKEN =
            flag("rotateRefreshToken", false, "each refresh gives out a new refresh token");
    public static final Knob<OldRefreshToken> OLD_REFRESH_TOKEN = new Knob<>(
            "oldRefreshToken",
            new TypeReference<>() {},
            OldRefreshToken.STAYS,
            _ -> true,
            "what becomes of the old refresh token after a rotation: stays, grace, dies");
    public static final Knob<Long> GRACE_SECONDS =
            number("graceSeconds", 600, "how long an old refresh token still works under oldRefreshToken=grace");
    public static final Knob<Long> REFRESH_TOKENS_PER_PERSON = number(
            "refreshTokensPerPerson",
            0,
            "live refresh tokens a person may have at one client, one more ends the oldest; 0: as many as this provider allows");
    public static final Knob<Boolean> REUSE_KILLS_FAMILY =
            flag("reuseKillsFamily", false, "a refresh with a dead old token ends every token of its family");
    public static final Knob<Boolean> REFRESH_OTHER_SUBJECT =
            flag("refreshOtherSubject", false, "a refresh answers with the tokens of somebody else");
    public static final Knob<Boolean> CLIENT_SECRET_EXPIRED =
            flag("clientSecretExpired", false, "every client secret is refused");
    public static final Knob<Boolean> TESTING_MODE =
            flag("testingMode", false, "the app is not published: what the provider does to such apps");
    public static final Knob<List<String>> PARTIAL_CONSENT = new Knob<>(
            "partialConsent",
            new TypeReference<>() {},
            List.of(),
            _ -> true,
            "scopes that a person leaves unticked, where the provider lets them choose");
    public static final Knob<Boolean> OMIT_ISS = flag("omitIss", false, "the callback has no iss");
    public static final Knob<String> WRONG_ISS = new Knob<>(
            "wrongIss", new TypeReference<>() {}, "", _ -> true, "the callback's iss is this; empty: the right one");
    public static final Knob<Boolean> WRONG_NONCE = flag("wrongNonce", false, "ID tokens carry another nonce");
    public static final Knob<Boolean> WRONG_AUDIENCE = flag("wrongAud", false, "ID tokens are for another client");
    public static final Knob<Boolean> ALGORITHM_NONE = flag("algNone", false, "ID tokens have alg none, no signature");
    public static final Knob<Boolean> WRONG_SUBJECT = flag("wrongSub", false, "userinfo tells another sub");
    public static final Knob<ObjectNode> ID_TOKEN_CLAIMS = new Knob<>(
            "idTokenClaims",
            new TypeReference<>() {},
            JsonNodeFactory.instance.objectNode(),
            _ -> true,
            "merged into the claims of every ID token (RFC 7396: null removes)");
    public static final Knob<Long> LATENCY_MILLIS =
            number("latencyMillis", 0, "real time before a request is processed");
    public static final Knob<Long> REQUESTS_PER_SECOND = number(
            "requestsPerSecond",
            0,
            "requests that an endpoint takes in a second, 429 with Retry-After for more; 0: any");
    public static final Knob<List<Fault.FailNext>> FAIL_NEXT = faults(
            "failNext", new TypeReference<>() {}, "answers without processing: status, body, Retry-After, Location");
    public static final Knob<List<Hang>> HANG = new Knob<>(
            "hang",
            new TypeReference<>() {},
            List.of(),
            _ -> true,
            "requests wait before they are processed, for millis or until taken out of this list");
    public static final Knob<List<Fault.DropAnswer>> DROP_ANSWER =
            faults("dropAnswer", new TypeReference<>() {}, "processes, then closes the connection: a lost response");
    public static final Knob<List<Fault.Malformed>> MALFORMED = faults(
            "malformed",
            new TypeReference<>() {},
            "spoils the body: html200, cutJson, wrongType, huge, gzipBomb, cutBody");
    public static final Knob<List<Fault.Lie>> LIE =
            faults("lie", new TypeReference<>() {}, "merges into a JSON answer (RFC 7396: null removes)");

    private static final List<Knob<?>> ALL = List.of(
            TOKEN_LIFE_SECONDS,
            CODE_LIFE_SECONDS,
            REQUIRE_PKCE,
            IGNORE_PKCE,
            CODE_REUSE_KILLS_GRANT,
            ROTATE_REFRESH_TOKEN,
            OLD_REFRESH_TOKEN,
            GRACE_SECONDS,
            REFRESH_TOKENS_PER_PERSON,
            REUSE_KILLS_FAMILY,
            REFRESH_OTHER_SUBJECT,
            CLIENT_SECRET_EXPIRED,
            TESTING_MODE,
            PARTIAL_CONSENT,
            OMIT_ISS,
            WRONG_ISS,
            WRONG_NONCE,
            WRONG_AUDIENCE,
            ALGORITHM_NONE,
            WRONG_SUBJECT,
            ID_TOKEN_CLAIMS,
            LATENCY_MILLIS,
            REQUESTS_PER_SECOND,
            FAIL_NEXT,
            HANG,
            DROP_ANSWER,
            MALFORMED,
            LIE);

    private Knobs() {}

    static List<Knob<?>> all() {
        return ALL;
    }

    private static <F extends Fault> Knob<List<F>> faults(String name, TypeReference<List<F>> type, String meaning) {
        return new Knob<>(name, type, List.of(), _ -> true, meaning);
    }
}
