package dev.concierge.sandbox.microsoft;

/**
 * What Entra refuses (field 10): the number, the OAuth error it comes with, and what it says. Which error goes with which
 * number is partly unconfirmed.
 */
enum EntraError {
    UNKNOWN_CLIENT(700016, "unauthorized_client", 400, "The application was not found in the directory."),
    UNKNOWN_TENANT(90002, "invalid_request", 400, "The tenant was not found."),
    SINGLE_TENANT(50194, "invalid_request", 400, "The application is not configured as a multi-tenant application."),
    REDIRECT_URI(50011, "invalid_request", 400, "The redirect URI does not match those of the application."),
    REDIRECT_URI_CHANGED(500112, "invalid_client", 400, "The reply address is another one than at the authorization."),
    MISSING_FIELD(900144, "invalid_request", 400, "The request body must contain the parameter: "),
    REPEATED_FIELD(9000410, "invalid_request", 400, "The request is malformed."),
    BAD_REQUEST(90023, "invalid_request", 400, "The request is not valid: "),
    RESPONSE_TYPE(700054, "unsupported_response_type", 400, "The response type is not enabled for the application."),
    GRANT_TYPE(70003, "unsupported_grant_type", 400, "The grant type is not supported."),
    UNKNOWN_SCOPE(70011, "invalid_scope", 400, "The provided value for scope is not valid: "),
    SEVERAL_RESOURCES(700022, "invalid_scope", 400, "The scope names more than one resource."),
    SECRET_MISSING(7000218, "invalid_client", 401, "The request body must contain client_assertion or client_secret."),
    SECRET_WRONG(7000215, "invalid_client", 401, "Invalid client secret provided."),
    SECRET_EXPIRED(7000222, "invalid_client", 401, "The provided client secret keys are expired."),
    ASSERTION_INVALID(700027, "invalid_client", 401, "The client assertion could not be verified."),
    CODE_MALFORMED(70000, "invalid_grant", 400, "The provided value for the input parameter is not valid."),
    CODE_EXPIRED(70008, "invalid_grant", 400, "The authorization code or refresh token expired."),
    CODE_USED(54005, "invalid_grant", 400, "The authorization code was already redeemed."),
    OTHER_TENANT_PATH(700005, "invalid_grant", 400, "The code was issued for another tenant."),
    VERIFIER(501481, "invalid_grant", 400, "The code_verifier does not match the code_challenge."),
    REFRESH_IDLE(700082, "invalid_grant", 400, "The refresh token has expired due to inactivity."),
    GRANT_REVOKED(50173, "invalid_grant", 400, "The provided grant has expired due to it being revoked."),
    CONSENT_MISSING(65001, "invalid_grant", 400, "The user or administrator has not consented to use the application."),
    NOT_IN_TENANT(50020, "invalid_grant", 400, "The user account does not exist in the tenant."),
    DECLINED(65004, "access_denied", 400, "The user declined to consent to access the app."),
    NEEDS_ADMIN(90094, "access_denied", 400, "An administrator must grant the permissions."),
    NOT_SIGNED_IN(50058, "login_required", 400, "A silent sign-in was asked for and nobody is signed in."),
    SEVERAL_SIGNED_IN(16000, "interaction_required", 400, "Several accounts are signed in; one must be chosen."),
    CONSENT_NEEDED(65001, "consent_required", 400, "The user has not consented to use the application.");

    private final int number;
    private final String error;
    private final int status;
    private final String text;

    EntraError(int number, String error, int status, String text) {
        this.number = number;
        this.error = error;
        this.status = status;
        this.text = text;
    }

    int number() {
        return number;
    }

    /** The OAuth error, which is what Microsoft tells clients to act on. */
    String error() {
        return error;
    }

    /** The HTTP status of a refusal at the token endpoint, or of the page at the authorization endpoint. */
    int status() {
        return status;
    }

    /** {@code AADSTS70011: …}, with {@code detail} behind it. */
    String sentence(String detail) {
        return "AADSTS" + number + ": " + text + detail;
    }
}
