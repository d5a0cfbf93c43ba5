package dev.concierge.server.sync.streams;

/** The error answers of Notion's API: {@code {"object":"error","status","code","message"}}, told apart by {@code code} (Notion's status codes page). */
final class NotionApiErrors implements ApiErrors {
    @Override
    public ApiOutcome read(Refusal refusal) {
        String code = refusal.body() == null ? "" : refusal.body().path("code").asString("");
        return switch (code) {
            case "rate_limited", "service_overload", "conflict_error" -> new ApiOutcome.Busy(refusal.retryAfter());
            case "restricted_resource" -> new ApiOutcome.NotAllowed();
            case "validation_error" -> invalid(refusal);
            default -> ApiErrors.byStatus(refusal);
        };
    }

    /** A cursor that Notion does not know any more is told from other mistakes by the text alone. */
    private static ApiOutcome invalid(Refusal refusal) {
        boolean cursor = refusal.body() != null
                && refusal.body().path("message").asString("").contains("start_cursor");
        return cursor ? new ApiOutcome.TooOld() : ApiErrors.byStatus(refusal);
    }
}
