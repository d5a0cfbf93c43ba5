package dev.concierge.server.sync.streams;

import dev.concierge.server.outbound.AnswerHeaders;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads a provider's error answers. Status 401 never comes here: the engine has refreshed and asked once more by then. */
@FunctionalInterface
public interface ApiErrors {
    ApiOutcome read(Refusal refusal);

    /** Whether the answer refuses the token, where a provider says so with another status than 401; the engine then does as it does for that. */
    default boolean refusesToken(Refusal refusal) {
        return false;
    }

    /**
     * An answer that is no success.
     *
     * @param body null when it is no JSON
     * @param headers for providers that say in fields of their own how long to wait
     * @param retryAfter as the provider asks; null when it does not say
     * @param quotaZone where the provider's day of quotas begins; null when it has none
     */
    record Refusal(
            int status,
            @Nullable JsonNode body,
            AnswerHeaders headers,
            @Nullable Duration retryAfter,
            Instant now,
            @Nullable ZoneId quotaZone) {
        /** How long until the provider's day of quotas begins anew; null when it has none. */
        public @Nullable Duration untilQuotaDay() {
            return quotaZone == null
                    ? null
                    : Duration.between(
                            now, now.atZone(quotaZone).toLocalDate().plusDays(1).atStartOfDay(quotaZone));
        }
    }

    /** By the status alone (RFC 9110, RFC 6585). */
    static ApiOutcome byStatus(Refusal refusal) {
        return switch (refusal.status()) {
            case 403 -> new ApiOutcome.NotAllowed();
            case 404 -> new ApiOutcome.Missing();
            case 410 -> new ApiOutcome.TooOld();
            case 429, 503 -> new ApiOutcome.Busy(refusal.retryAfter());
            default -> new ApiOutcome.Failed("http_" + refusal.status());
        };
    }
}
