package dev.concierge.sandbox.notion;

import dev.concierge.sandbox.dialect.Bearer;
import dev.concierge.sandbox.http.Answer;
import java.util.UUID;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The one shape of Notion's errors (field 10). */
final class NotionErrors {
    static final Bearer.Refusals REFUSALS = new Bearer.Refusals() {
        @Override
        public Answer unauthenticated(String why) {
            return error(401, "unauthorized", "API token is invalid.")
                    .outcome("unauthenticated")
                    .because(why);
        }

        @Override
        public Answer insufficientScope(String method) {
            return error(403, "restricted_resource", "Insufficient permissions for this endpoint.")
                    .outcome("insufficient_scope");
        }
    };

    private NotionErrors() {}

    /** Field 11; how long to wait is in the header that the caller adds. */
    static Answer rateLimited() {
        var body = shape(429, "rate_limited", "You have been rate limited. Please try again in a few minutes.");
        body.putObject("additional_data").put("rate_limit_reason", "public_api_request_rate_limit");
        return Answer.json(429, body).outcome("rate_limited");
    }

    static Answer error(int status, String code, String message) {
        return Answer.json(status, shape(status, code, message)).outcome(code);
    }

    private static ObjectNode shape(int status, String code, String message) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("object", "error")
                .put("status", status)
                .put("code", code)
                .put("message", message)
                .put("request_id", requestId());
    }

    static String requestId() {
        return UUID.randomUUID().toString();
    }
}
