package dev.concierge.server.sync.streams;

import dev.concierge.server.outbound.AnswerHeaders;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;

/** Gives recorded answers, one for each call, and keeps what was asked. */
final class RecordedApi implements Api {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Deque<ApiOutcome> answers = new ArrayDeque<>();
    private final List<ApiRequest> asked = new ArrayList<>();
    private final Set<String> scopes = new HashSet<>();
    private Instant now = Instant.parse("2026-11-21T08:00:00Z");

    void answers(String... bodies) {
        for (String body : bodies) {
            then(new ApiOutcome.Answered(JSON.readTree(body), AnswerHeaders.of(Map.of())));
        }
    }

    void then(ApiOutcome outcome) {
        answers.add(outcome);
    }

    void allow(String scope) {
        scopes.add(scope);
    }

    void pass(java.time.Duration time) {
        now = now.plus(time);
    }

    /** Paths and queries. */
    List<String> asked() {
        return asked.stream().map(ApiRequest::target).toList();
    }

    List<String> bodies() {
        return asked.stream().map(request -> String.valueOf(request.body())).toList();
    }

    @Override
    public ApiOutcome ask(ApiRequest request) {
        asked.add(request);
        return answers.remove();
    }

    @Override
    public Optional<String> below(String link) {
        return Optional.empty();
    }

    @Override
    public boolean granted(String scope) {
        return scopes.contains(scope);
    }

    @Override
    public Instant now() {
        return now;
    }
}
