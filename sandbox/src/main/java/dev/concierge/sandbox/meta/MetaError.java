package dev.concierge.sandbox.meta;

import dev.concierge.sandbox.Randoms;
import dev.concierge.sandbox.http.Answer;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * What the Graph API refuses (field 10).
 *
 * @param subcode 0: none
 * @param outcome the ledger's word
 */
record MetaError(int code, int subcode, String message, String outcome) {
    static final MetaError NO_TOKEN = new MetaError(
            2500,
            0,
            "An active access token must be used to query information about the current user.",
            "unauthenticated");
    static final MetaError UNKNOWN_TOKEN =
            new MetaError(190, 0, "Invalid OAuth access token - Cannot parse access token", "unauthenticated");
    static final MetaError EXPIRED =
            new MetaError(190, 463, "Error validating access token: Session has expired.", "unauthenticated");
    static final MetaError APP_REMOVED = new MetaError(
            190, 458, "Error validating access token: The user has not authorized application.", "unauthenticated");
    static final MetaError PASSWORD_CHANGED = new MetaError(
            190,
            460,
            "Error validating access token: The session is invalid, the password was changed.",
            "unauthenticated");
    static final MetaError CHECKPOINT = new MetaError(
            190, 459, "Error validating access token: The user must log in at www.facebook.com.", "unauthenticated");
    static final MetaError ROLE_LOST = new MetaError(
            190, 492, "Error validating access token: The user is no longer a role on the Page.", "unauthenticated");
    static final MetaError USER_TOKEN = new MetaError(
            190,
            2069032,
            "User Access Token Is Not Supported: a Page Access Token is required for this call.",
            "user_token");
    static final MetaError PROOF_WRONG =
            new MetaError(104, 0, "Invalid appsecret_proof provided in the API argument", "proof_wrong");
    static final MetaError PROOF_MISSING =
            new MetaError(104, 0, "API calls from the server require an appsecret_proof argument", "proof_missing");
    static final MetaError SECRET_WRONG = new MetaError(101, 0, "Error validating client secret.", "invalid_client");
    static final MetaError APP_UNKNOWN = new MetaError(101, 0, "Error validating application.", "invalid_client");
    static final MetaError CODE_USED =
            new MetaError(100, 36009, "This authorization code has been used.", "invalid_grant");
    static final MetaError CODE_EXPIRED =
            new MetaError(100, 36007, "This authorization code has expired.", "invalid_grant");
    static final MetaError CODE_INVALID =
            new MetaError(100, 0, "Invalid verification code format: this is no authorization code.", "invalid_grant");
    static final MetaError OTHER_REDIRECT_URI = new MetaError(
            100,
            36008,
            "Error validating verification code. Please make sure your redirect_uri is identical to the one you used in"
                    + " the OAuth dialog request",
            "invalid_grant");
    static final MetaError TOO_MANY_CALLS = new MetaError(4, 0, "Application request limit reached", "too_many_calls");
    static final MetaError NOT_AN_APP_TOKEN = new MetaError(
            100, 0, "You must provide an app access token for the app of the input token.", "invalid_parameter");

    static MetaError parameter(String message) {
        return new MetaError(100, 0, message, "invalid_parameter");
    }

    static MetaError permission(String name) {
        return new MetaError(
                10, 0, "(#10) This endpoint requires the '" + name + "' permission.", "insufficient_scope");
    }

    /** A permission that a part of the request needs. */
    static MetaError denied(String name) {
        return new MetaError(200, 0, "(#200) Requires the '" + name + "' permission.", "insufficient_scope");
    }

    static MetaError missing(String id) {
        return new MetaError(
                100,
                33,
                "Unsupported get request. Object with ID '" + id
                        + "' does not exist, cannot be loaded due to missing permissions, or does not support this operation.",
                "not_found");
    }

    static MetaError unknownPath() {
        return new MetaError(2500, 0, "Unknown path components", "not_found");
    }

    /** Always 400, but 403 for a permission. */
    Answer answer() {
        var body = JsonNodeFactory.instance.objectNode();
        var error = body.putObject("error").put("message", message).put("type", "OAuthException");
        error.put("code", code);
        if (subcode != 0) {
            error.put("error_subcode", subcode);
        }
        error.put("fbtrace_id", "A" + Randoms.base64Url(16));
        return Answer.json(code == 10 || code == 200 ? 403 : 400, body)
                .with("WWW-Authenticate", "OAuth \"Facebook Platform\" \"invalid_token\"")
                .with("Cache-Control", "no-store")
                .outcome(outcome);
    }
}
