package dev.concierge.server.sync;

import dev.concierge.server.outbound.AnswerHeaders;
import dev.concierge.server.outbound.Content;
import dev.concierge.server.outbound.Outbound;
import dev.concierge.server.outbound.OutboundOutcome;
import dev.concierge.server.outbound.OutboundRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A provider that answers with recorded pages, one for each call, in their order. <code>{origin}</code> in a page or header field stands for scheme, host
 * and port of the call, so that a page can link to the next one.
 */
final class ScriptedOutbound implements Outbound {
    /** The node dies in the middle of a call: nothing after it runs. */
    static final class Death extends Error {
        private static final long serialVersionUID = 1L;
    }

    private final Deque<Step> script = new ArrayDeque<>();
    private final List<String> asked = new ArrayList<>();

    /** One answer. */
    sealed interface Step {
        record Answer(int status, String body, @Nullable Duration retryAfter, Map<String, String> headers)
                implements Step {
            Answer(int status, String body) {
                this(status, body, null, Map.of());
            }
        }

        record Die() implements Step {}

        record Cut() implements Step {}
    }

    static Step ok(String json) {
        return new Step.Answer(200, json);
    }

    static Step ok(String json, Map<String, String> headers) {
        return new Step.Answer(200, json, null, headers);
    }

    void play(List<Step> steps) {
        script.clear();
        script.addAll(steps);
        asked.clear();
    }

    /** Path and query of the calls since {@link #play}. */
    List<String> asked() {
        return List.copyOf(asked);
    }

    boolean finished() {
        return script.isEmpty();
    }

    @Override
    public OutboundOutcome send(OutboundRequest request) {
        asked.add(request.url().getRawPath() + "?" + request.url().getRawQuery());
        Step step = script.poll();
        return switch (step) {
            case null -> throw new AssertionError("a call too many: " + request.template());
            case Step.Die() -> throw new Death();
            case Step.Cut() -> new OutboundOutcome.Unreachable(OutboundOutcome.Reason.CUT, true, null);
            case Step.Answer(int status, String body, Duration retryAfter, Map<String, String> headers) ->
                new OutboundOutcome.Answered(
                        status,
                        headers(request, headers),
                        Content.of(linked(request, body).getBytes(StandardCharsets.UTF_8)),
                        retryAfter);
        };
    }

    private static String linked(OutboundRequest request, String text) {
        return text.replace(
                "{origin}", request.url().getScheme() + "://" + request.url().getRawAuthority());
    }

    private static AnswerHeaders headers(OutboundRequest request, Map<String, String> given) {
        Map<String, List<String>> all = new HashMap<>();
        all.put("Content-Type", List.of("application/json; charset=UTF-8"));
        given.forEach((name, value) -> all.put(name, List.of(linked(request, value))));
        return AnswerHeaders.of(all);
    }
}
