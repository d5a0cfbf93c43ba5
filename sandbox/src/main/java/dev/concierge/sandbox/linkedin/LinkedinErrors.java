package dev.concierge.sandbox.linkedin;

import dev.concierge.sandbox.KnobBoard;
import dev.concierge.sandbox.dialect.Bearer;
import dev.concierge.sandbox.http.Answer;
import tools.jackson.databind.node.JsonNodeFactory;

/** The shape of errors of LinkedIn's API (field 10). */
final class LinkedinErrors implements Bearer.Refusals {
    private final KnobBoard knobs;

    LinkedinErrors(KnobBoard knobs) {
        this.knobs = knobs;
    }

    @Override
    public Answer unauthenticated(String why) {
        var answer = switch (why) {
            case "expired" -> error(401, 65_604, "EXPIRED_ACCESS_TOKEN", "The token used in the request has expired");
            case "revoked" ->
                error(
                        401,
                        65_601,
                        "REVOKED_ACCESS_TOKEN",
                        "The token used in the request has been revoked by the user");
            default -> error(401, 65_600, "INVALID_ACCESS_TOKEN", "Invalid access token");
        };
        return answer.outcome("unauthenticated").because(why);
    }

    @Override
    public Answer insufficientScope(String method) {
        return error(403, 100, "ACCESS_DENIED", "Not enough permissions to access: " + method)
                .outcome("insufficient_scope");
    }

    /** Field 11: no header says how long. */
    Answer throttled() {
        return error(
                        429,
                        101,
                        "TOO_MANY_REQUESTS",
                        "Resource level throttle limit for calls to this resource is reached.")
                .outcome("throttled");
    }

    Answer parameter(String name) {
        return error(400, 100, "ILLEGAL_ARGUMENT", "Invalid value for param; param=" + name)
                .outcome("invalid_parameter");
    }

    Answer versionMissing() {
        return error(
                        400,
                        100,
                        "VERSION_MISSING",
                        "A version must be present. Please specify a version by adding the LinkedIn-Version header.")
                .outcome("version_missing");
    }

    Answer versionEnded(String version) {
        return error(426, 100, "NONEXISTENT_VERSION", "Requested version " + version + " is not active")
                .outcome("version_ended");
    }

    private Answer error(int status, int number, String code, String message) {
        var body = JsonNodeFactory.instance.objectNode().put("status", status);
        if (knobs.get(LinkedinKnobs.SERVICE_ERROR_CODES)) {
            body.put("serviceErrorCode", number);
        }
        return Answer.json(status, body.put("code", code).put("message", message));
    }
}
