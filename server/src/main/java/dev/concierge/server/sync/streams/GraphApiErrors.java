package dev.concierge.server.sync.streams;

import java.util.Locale;
import java.util.Set;

/**
 * The error answers of Microsoft Graph: {@code {"error":{"code","message"}}}. A link of a delta query that is too old is 410, or another 4xx with one of
 * the words for it (Graph guide "Use delta query"); 429, 503 and 504 ask to wait ("Throttling guidance"). A 400 about a token that cannot be read is our
 * own mistake.
 */
final class GraphApiErrors implements ApiErrors {
    private static final Set<String> TOO_OLD = Set.of(
            "syncstatenotfound",
            "syncstateinvalid",
            "resyncrequired",
            "resyncchangesapplydifferences",
            "resyncchangesuploaddifferences");
    private static final Set<String> NO_MAILBOX =
            Set.of("mailboxnotenabledforrestapi", "mailboxnotsupportedforrestapi");

    @Override
    public ApiOutcome read(Refusal refusal) {
        String code = code(refusal);
        if (refusal.status() >= 400 && refusal.status() < 500 && TOO_OLD.contains(code)) {
            return new ApiOutcome.TooOld();
        }
        if (NO_MAILBOX.contains(code)) {
            return new ApiOutcome.Failed("no_mailbox");
        }
        return refusal.status() == 504 ? new ApiOutcome.Busy(refusal.retryAfter()) : ApiErrors.byStatus(refusal);
    }

    private static String code(Refusal refusal) {
        return refusal.body() == null
                ? ""
                : refusal.body().path("error").path("code").asString("").toLowerCase(Locale.ROOT);
    }
}
