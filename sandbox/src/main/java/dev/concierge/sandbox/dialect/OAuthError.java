package dev.concierge.sandbox.dialect;

import dev.concierge.sandbox.http.Answer;
import tools.jackson.databind.node.JsonNodeFactory;

/** Errors in the shape of RFC 6749 section 5.2. */
public final class OAuthError {
    private OAuthError() {}

    /** {@code {"error","error_description"}}; the error is the outcome. An empty description is left out. */
    public static Answer flat(int status, String error, String description) {
        var body = JsonNodeFactory.instance.objectNode().put("error", error);
        if (!description.isEmpty()) {
            body.put("error_description", description);
        }
        return Answer.json(status, body)
                .with("Cache-Control", "no-store")
                .with("Pragma", "no-cache")
                .outcome(error);
    }
}
