package dev.concierge.sandbox.github;

import dev.concierge.sandbox.dialect.Bearer;
import dev.concierge.sandbox.http.Answer;
import tools.jackson.databind.node.JsonNodeFactory;

/** The shape of errors of GitHub's API (field 10). */
final class GithubErrors {
    static final Bearer.Refusals REFUSALS = new Bearer.Refusals() {
        @Override
        public Answer unauthenticated(String why) {
            var message = why.equals("no_token") ? "Requires authentication" : "Bad credentials";
            return error(401, message).outcome("unauthenticated").because(why);
        }

        @Override
        public Answer insufficientScope(String method) {
            return notFound().because("insufficient_scope");
        }
    };

    private GithubErrors() {}

    static Answer error(int status, String message) {
        var body = JsonNodeFactory.instance
                .objectNode()
                .put("message", message)
                .put("documentation_url", "https://docs.github.com/rest")
                .put("status", Integer.toString(status));
        return Answer.json(status, body);
    }

    static Answer notFound() {
        return error(404, "Not Found").outcome("not_found");
    }

    static Answer rateLimited() {
        return error(403, "API rate limit exceeded for user.").outcome("rate_limited");
    }

    static Answer noUserAgent() {
        return Answer.text(
                        403,
                        "Request forbidden by administrative rules. Please make sure your request has a User-Agent header.\n")
                .outcome("no_user_agent");
    }
}
