package dev.concierge.sandbox.microsoft;

import dev.concierge.sandbox.dialect.Bearer;
import dev.concierge.sandbox.http.Answer;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.UUID;
import tools.jackson.databind.node.JsonNodeFactory;

/** Graph's error body (field 10). */
final class GraphErrors implements Bearer.Refusals {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT);

    private final Clock clock;

    GraphErrors(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Answer unauthenticated(String why) {
        return answer(401, "InvalidAuthenticationToken", "Access token is missing, malformed, expired or revoked.")
                .with("WWW-Authenticate", "Bearer realm=\"\", error=\"invalid_token\"")
                .outcome("unauthenticated")
                .because(why);
    }

    @Override
    public Answer insufficientScope(String method) {
        return answer(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.")
                .outcome("insufficient_scope");
    }

    Answer badRequest(String message) {
        return answer(400, "BadRequest", message).outcome("bad_request");
    }

    /** Who has no Exchange mailbox has no calendar either. */
    Answer noMailbox() {
        return answer(
                        404,
                        "MailboxNotEnabledForRESTAPI",
                        "The mailbox is either inactive, soft-deleted, or is hosted on-premise.")
                .outcome("no_mailbox");
    }

    Answer itemNotFound() {
        return answer(404, "ErrorItemNotFound", "The specified object was not found in the store.")
                .outcome("not_found");
    }

    /** What is no subscription of this app and person, or over. */
    Answer subscriptionNotFound() {
        return answer(404, "ResourceNotFound", "The object was not found.").outcome("not_found");
    }

    /** An app has one subscription for one thing and kind of change (field 14). */
    Answer subscriptionExists(String id) {
        return answer(409, "ExtensionError", "Subscription Id " + id + " already exists for the requested combination.")
                .outcome("conflict");
    }

    Answer notValidated() {
        return answer(
                        400,
                        "ValidationError",
                        "Subscription validation request failed. Notification endpoint must respond with 200 OK to validation request.")
                .outcome("not_validated");
    }

    /** Outlook's word for a link that is too old. */
    Answer syncStateNotFound() {
        return answer(410, "SyncStateNotFound", "The sync state generation is not found.")
                .outcome("too_old");
    }

    /** OneDrive's. */
    Answer resyncRequired(String beginAt) {
        return answer(410, "resyncChangesApplyDifferences", "Resync required.")
                .with("Location", beginAt)
                .outcome("too_old");
    }

    private Answer answer(int status, String code, String message) {
        var id = UUID.randomUUID().toString();
        var body = JsonNodeFactory.instance.objectNode();
        var error = body.putObject("error").put("code", code).put("message", message);
        error.putObject("innerError")
                .put("date", TIME.format(clock.instant().atOffset(ZoneOffset.UTC)))
                .put("request-id", id)
                .put("client-request-id", id);
        return Answer.json(status, body).with("request-id", id);
    }
}
