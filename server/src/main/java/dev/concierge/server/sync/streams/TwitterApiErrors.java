package dev.concierge.server.sync.streams;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * The problems of X's API: {@code {"title","detail","type","status"}}, told apart by the last part of {@code type} (X's response codes page). There is no
 * {@code Retry-After}; when the window ends stands in {@code x-rate-limit-reset}, in seconds since 1970.
 */
final class TwitterApiErrors implements ApiErrors {
    private static final String RESET = "x-rate-limit-reset";

    @Override
    public ApiOutcome read(Refusal refusal) {
        JsonNode body = refusal.body() == null ? MissingNode.getInstance() : refusal.body();
        String type = body.path("type").asString("");
        String problem = type.substring(type.lastIndexOf('/') + 1);
        return switch (refusal.status()) {
            case 402 -> new ApiOutcome.Failed("api_switched_off");
            case 403 ->
                problem.equals("client-forbidden")
                        ? new ApiOutcome.Failed("api_switched_off")
                        : new ApiOutcome.NotAllowed();
            case 429 ->
                problem.equals("usage-capped")
                        ? new ApiOutcome.Failed("api_switched_off")
                        : new ApiOutcome.Busy(pause(refusal));
            case 400 -> namesPage(body) ? new ApiOutcome.TooOld() : ApiErrors.byStatus(refusal);
            default -> ApiErrors.byStatus(refusal);
        };
    }

    private static @Nullable Duration pause(Refusal refusal) {
        Optional<Duration> told = refusal.headers().first(RESET).flatMap(text -> until(text, refusal.now()));
        return told.orElse(refusal.retryAfter());
    }

    private static Optional<Duration> until(String seconds, Instant now) {
        try {
            return Optional.of(Duration.between(now, Instant.ofEpochSecond(Long.parseLong(seconds))));
        } catch (NumberFormatException | java.time.DateTimeException | ArithmeticException _) {
            return Optional.empty();
        }
    }

    /** A page that is not known any more is named among the parameters that are not valid. */
    private static boolean namesPage(JsonNode body) {
        for (JsonNode error : body.path("errors")) {
            if (error.path("parameters").has("pagination_token")) {
                return true;
            }
        }
        return false;
    }
}
