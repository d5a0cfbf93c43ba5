package dev.concierge.sandbox.microsoft;

import dev.concierge.sandbox.http.Answer;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.UUID;
import tools.jackson.databind.node.JsonNodeFactory;

/** Entra's error body at the token endpoint (field 3). */
final class EntraErrors {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss'Z'", Locale.ROOT);

    private final Clock clock;
    private final String issuer;

    EntraErrors(Clock clock, String issuer) {
        this.clock = clock;
        this.issuer = issuer;
    }

    Answer answer(EntraError error) {
        return answer(error, "");
    }

    /** @param detail what stands behind the error's own text */
    Answer answer(EntraError error, String detail) {
        var time = TIME.format(clock.instant().atOffset(ZoneOffset.UTC));
        var trace = UUID.randomUUID().toString();
        var correlation = UUID.randomUUID().toString();
        var description = "%s Trace ID: %s Correlation ID: %s Timestamp: %s"
                .formatted(error.sentence(detail), trace, correlation, time);
        var body = JsonNodeFactory.instance
                .objectNode()
                .put("error", error.error())
                .put("error_description", description);
        body.putArray("error_codes").add(error.number());
        body.put("timestamp", time)
                .put("trace_id", trace)
                .put("correlation_id", correlation)
                .put("error_uri", issuer + "/error?code=" + error.number());
        if (error == EntraError.CONSENT_MISSING) {
            body.put("suberror", "consent_required");
        }
        return Answer.json(error.status(), body)
                .with("Cache-Control", "no-store")
                .with("Pragma", "no-cache")
                .outcome(error.error())
                .because("aadsts" + error.number());
    }
}
