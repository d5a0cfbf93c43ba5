package dev.concierge.sandbox.google;

import dev.concierge.sandbox.dialect.Bearer;
import dev.concierge.sandbox.http.Answer;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The wrapper that Google's APIs put around errors (field 10). */
public final class GoogleErrors {
    /** How a bearer token is refused. */
    public static final Bearer.Refusals REFUSALS = new Bearer.Refusals() {
        @Override
        public Answer unauthenticated(String why) {
            return GoogleErrors.unauthenticated(why);
        }

        @Override
        public Answer insufficientScope(String method) {
            return GoogleErrors.insufficientScope(method);
        }
    };

    private GoogleErrors() {}

    /** 401 for a live token whose owner cannot use the API at all. */
    public static Answer unusable(String domain, String reason, String message) {
        var body = wrapper(401, message, "UNAUTHENTICATED");
        addReason(body, domain, reason, message);
        return Answer.json(401, body).outcome(reason);
    }

    private static Answer unauthenticated(String reason) {
        var body = wrapper(401, "Request had invalid authentication credentials.", "UNAUTHENTICATED");
        addReason(body, "global", "authError", "Invalid Credentials")
                .put("locationType", "header")
                .put("location", "Authorization");
        return Answer.json(401, body)
                .with("WWW-Authenticate", "Bearer realm=\"https://accounts.google.com/\", error=\"invalid_token\"")
                .outcome("unauthenticated")
                .because(reason);
    }

    private static Answer insufficientScope(String method) {
        var body = wrapper(403, "Request had insufficient authentication scopes.", "PERMISSION_DENIED");
        addReason(body, "global", "insufficientPermissions", "Insufficient Permission");
        body.withObject("error")
                .withArray("details")
                .addObject()
                .put("@type", "type.googleapis.com/google.rpc.ErrorInfo")
                .put("reason", "ACCESS_TOKEN_SCOPE_INSUFFICIENT")
                .put("domain", "googleapis.com")
                .putObject("metadata")
                .put("method", method);
        return Answer.json(403, body)
                .with("WWW-Authenticate", "Bearer realm=\"https://accounts.google.com/\", error=\"insufficient_scope\"")
                .outcome("insufficient_scope");
    }

    /** 404 for something that is not there. */
    public static Answer notFound() {
        var body = wrapper(404, "Not Found", "");
        addReason(body, "global", "notFound", "Not Found");
        return Answer.json(404, body).outcome("not_found");
    }

    /** 404 about what one parameter names. */
    public static Answer notFound(String domain, String reason, String message, String location) {
        var body = wrapper(404, message, "");
        addReason(body, domain, reason, message)
                .put("locationType", "parameter")
                .put("location", location);
        return Answer.json(404, body).outcome("not_found");
    }

    /** 403 for something the token allows and the resource does not. */
    public static Answer forbidden(String domain, String reason, String message) {
        var body = wrapper(403, message, "");
        addReason(body, domain, reason, message);
        return Answer.json(403, body).outcome(reason);
    }

    /** 400 about one parameter or field; {@code location} empty: none. */
    public static Answer badRequest(String domain, String reason, String message, String location) {
        var body = wrapper(400, message, "");
        var entry = addReason(body, domain, reason, message);
        if (!location.isEmpty()) {
            entry.put("locationType", "parameter").put("location", location);
        }
        return Answer.json(400, body).outcome(reason);
    }

    /** 501: Google does this, the sandbox does not; better a plain refusal than a wrong answer. */
    public static Answer notDone(String what) {
        var message = "The sandbox does not do this: " + what;
        var body = wrapper(501, message, "UNIMPLEMENTED");
        addReason(body, "sandbox", "notImplemented", message);
        return Answer.json(501, body).outcome("not_implemented");
    }

    /** Field 15: the sync token is too old, everything has to be read again. */
    static Answer fullSyncRequired() {
        var message = "Sync token is no longer valid, a full sync is required.";
        var body = wrapper(410, message, "");
        addReason(body, "calendar", "fullSyncRequired", message)
                .put("locationType", "parameter")
                .put("location", "syncToken");
        return Answer.json(410, body).outcome("full_sync_required");
    }

    private static ObjectNode wrapper(int code, String message, String status) {
        var body = JsonNodeFactory.instance.objectNode();
        var error = body.putObject("error").put("code", code).put("message", message);
        error.putArray("errors");
        if (!status.isEmpty()) {
            error.put("status", status);
        }
        return body;
    }

    private static ObjectNode addReason(ObjectNode body, String domain, String reason, String message) {
        return body.withObject("error")
                .withArray("errors")
                .addObject()
                .put("domain", domain)
                .put("reason", reason)
                .put("message", message);
    }
}
