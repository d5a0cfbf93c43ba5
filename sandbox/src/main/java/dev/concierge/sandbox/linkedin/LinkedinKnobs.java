package dev.concierge.sandbox.linkedin;

import dev.concierge.sandbox.Knob;
import dev.concierge.sandbox.Knobs;
import java.util.List;
import tools.jackson.core.type.TypeReference;

/** The knobs that only LinkedIn has, and the common ones that start elsewhere here. */
public final class LinkedinKnobs {
    public static final Knob<Boolean> PARTNER =
            Knob.flag("partner", false, "the app is an approved partner: it gets refresh tokens");
    public static final Knob<Long> REFRESH_TOKEN_LIFE_SECONDS = Knob.number(
            "refreshTokenLifeSeconds", 365L * 24 * 3600, "life of a refresh token, from consent on, never extended");
    public static final Knob<List<Product>> PRODUCTS = new Knob<>(
            "products",
            new TypeReference<>() {},
            List.of(Product.SIGN_IN, Product.SHARE),
            _ -> true,
            "what the app was given: signIn, share, communityManagement, marketing");
    public static final Knob<Boolean> COMMA_SCOPES =
            Knob.flag("commaScopes", false, "scopes of a token answer are joined by commas instead of blanks");
    public static final Knob<Boolean> SCOPE_CHANGE_ENDS_TOKENS =
            Knob.flag("scopeChangeEndsTokens", true, "consent to another set of scopes ends all earlier tokens");
    public static final Knob<Boolean> NO_REVOCATION =
            Knob.flag("noRevocation", false, "there is no revocation endpoint, as the guide has none");
    public static final Knob<Boolean> ISSUER_WITHOUT_PATH =
            Knob.flag("issuerWithoutPath", false, "ID tokens name the host as issuer instead of what discovery says");
    public static final Knob<Boolean> NONCE_ECHOED = Knob.flag("nonceEchoed", false, "ID tokens repeat the nonce");
    public static final Knob<Boolean> LOCALE_AS_TEXT =
            Knob.flag("localeAsText", false, "userinfo's locale is a text instead of an object");
    public static final Knob<Boolean> SERVICE_ERROR_CODES =
            Knob.flag("serviceErrorCodes", true, "errors of the API carry the reported numbers");
    public static final Knob<Boolean> THROTTLED =
            Knob.flag("throttled", false, "the API answers 429 without any header, as after the day's budget");

    private LinkedinKnobs() {}

    static List<Knob<?>> all() {
        return List.of(
                PARTNER,
                REFRESH_TOKEN_LIFE_SECONDS,
                PRODUCTS,
                COMMA_SCOPES,
                SCOPE_CHANGE_ENDS_TOKENS,
                NO_REVOCATION,
                ISSUER_WITHOUT_PATH,
                NONCE_ECHOED,
                LOCALE_AS_TEXT,
                SERVICE_ERROR_CODES,
                THROTTLED,
                Knobs.REQUIRE_PKCE.startingAt(false),
                Knobs.CODE_LIFE_SECONDS.startingAt(1_800L),
                Knobs.TOKEN_LIFE_SECONDS.startingAt(60L * 24 * 3600));
    }
}
