package dev.concierge.sandbox.notion;

import dev.concierge.sandbox.dialect.Bearer;
import dev.concierge.sandbox.http.Answer;
import java.util.UUID;
import tools.jackson.databind.node.JsonNodeFactory;

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

    static Answer error(int status, String code, String message) {
        var body = JsonNodeFactory.instance
                .objectNode()
                .put("object", "error")
                .put("status", status)
                .put("code", code)
                .put("message", message)
                .put("request_id", requestId());
        return Answer.json(status, body).outcome(code);
    }

    static String requestId() {
        return UUID.randomUUID().toString();
    }
}
