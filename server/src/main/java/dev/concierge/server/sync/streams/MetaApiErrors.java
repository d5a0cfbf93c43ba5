package dev.concierge.server.sync.streams;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * The error answers of Meta's Graph API: {@code {"error":{"code","error_subcode","message"}}}, mostly with status 400 and told apart by {@code code} (Meta's error
 * handling and rate limiting pages). There is no {@code Retry-After}; {@code X-Business-Use-Case-Usage} tells the minutes until calls are let through again.
 */
final class MetaApiErrors implements ApiErrors {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String USAGE = "X-Business-Use-Case-Usage";
    private static final Set<Integer> BUSY = Set.of(4, 17, 32, 341, 613, 80_001, 80_002);
    private static final Set<Integer> BROKEN = Set.of(1, 2);
    private static final Set<Integer> TOKEN = Set.of(102, 190);
    private static final int PARAMETER = 100;
    private static final int NO_OBJECT = 33;

    @Override
    public boolean refusesToken(Refusal refusal) {
        return TOKEN.contains(number(refusal, "code"));
    }

    @Override
    public ApiOutcome read(Refusal refusal) {
        int code = number(refusal, "code");
        if (BUSY.contains(code) || refusal.status() == 429) {
            return new ApiOutcome.Busy(pause(refusal));
        }
        if (TOKEN.contains(code)) {
            return new ApiOutcome.Failed("token_refused");
        }
        if (code == 3 || code == 10 || (code >= 200 && code <= 299)) {
            return new ApiOutcome.NotAllowed();
        }
        if (BROKEN.contains(code)) {
            return new ApiOutcome.Failed("http_500");
        }
        if (code == PARAMETER) {
            return parameter(refusal);
        }
        return ApiErrors.byStatus(refusal);
    }

    /** Something that is not there, or a cursor that is not known any more. */
    private static ApiOutcome parameter(Refusal refusal) {
        if (number(refusal, "error_subcode") == NO_OBJECT) {
            return new ApiOutcome.Missing();
        }
        return error(refusal).path("message").asString("").contains("cursor")
                ? new ApiOutcome.TooOld()
                : ApiErrors.byStatus(refusal);
    }

    private static int number(Refusal refusal, String member) {
        return error(refusal).path(member).asInt(0);
    }

    private static JsonNode error(Refusal refusal) {
        JsonNode body = refusal.body();
        return body == null ? MissingNode.getInstance() : body.path("error");
    }

    private static @Nullable Duration pause(Refusal refusal) {
        Optional<Duration> told = refusal.headers().first(USAGE).map(MetaApiErrors::longest);
        return told.filter(Duration::isPositive).orElse(refusal.retryAfter());
    }

    /** The longest of all limits; zero when none tells. */
    private static Duration longest(String usage) {
        try {
            return JSON.readTree(usage).findValues("estimated_time_to_regain_access").stream()
                    .map(minutes -> Duration.ofMinutes(minutes.asLong(0)))
                    .max(Duration::compareTo)
                    .orElse(Duration.ZERO);
        } catch (JacksonException | ArithmeticException _) {
            return Duration.ZERO;
        }
    }
}
