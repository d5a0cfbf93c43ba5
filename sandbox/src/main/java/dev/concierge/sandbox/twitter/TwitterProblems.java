package dev.concierge.sandbox.twitter;

import dev.concierge.sandbox.dialect.Bearer;
import dev.concierge.sandbox.http.Answer;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The problems of X's API (field 10). */
final class TwitterProblems {
    static final Bearer.Refusals REFUSALS = new Bearer.Refusals() {
        @Override
        public Answer unauthenticated(String why) {
            return problem(401, "about:blank", "Unauthorized", "Unauthorized")
                    .outcome("unauthenticated")
                    .because(why);
        }

        @Override
        public Answer insufficientScope(String method) {
            return forbidden();
        }
    };

    private static final String TYPES = "https://api.x.com/2/problems/";

    private TwitterProblems() {}

    static Answer forbidden() {
        return problem(403, "about:blank", "Forbidden", "Forbidden").outcome("insufficient_scope");
    }

    static Answer invalidRequest(String detail) {
        return problem(400, TYPES + "invalid-request", "Invalid Request", detail)
                .outcome("invalid_request");
    }

    /** A parameter that is not valid, named. */
    static Answer invalidParameter(String name, String value, String message) {
        var body = shape(
                400, type("invalid-request"), "Invalid Request", "One or more parameters to your request was invalid.");
        var error = body.putArray("errors").addObject();
        error.putObject("parameters").putArray(name).add(value);
        error.put("message", message);
        return Answer.json(400, body).outcome("invalid_request");
    }

    static String type(String name) {
        return TYPES + name;
    }

    static Answer clientForbidden() {
        return problem(
                        403,
                        TYPES + "client-forbidden",
                        "Client Forbidden",
                        "This request must be made using an approved developer account that is enrolled.")
                .outcome("client_forbidden");
    }

    static Answer usageCapped() {
        return problem(429, TYPES + "usage-capped", "UsageCapExceeded", "Usage cap exceeded: Monthly product cap")
                .outcome("usage_capped");
    }

    static Answer creditsDepleted() {
        return problem(402, TYPES + "credits", "CreditsDepleted", "Your account does not have any credits left.")
                .outcome("credits_depleted");
    }

    /** No Retry-After: the reset is in a header of every answer (field 11). */
    static Answer rateLimited() {
        return problem(429, "about:blank", "Too Many Requests", "Too Many Requests")
                .outcome("rate_limited");
    }

    private static Answer problem(int status, String type, String title, String detail) {
        return Answer.json(status, shape(status, type, title, detail));
    }

    private static ObjectNode shape(int status, String type, String title, String detail) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("title", title)
                .put("detail", detail)
                .put("type", type)
                .put("status", status);
    }
}
