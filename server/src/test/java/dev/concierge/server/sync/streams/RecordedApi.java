package dev.concierge.server.sync.streams;

import dev.concierge.server.outbound.AnswerHeaders;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;

/** An API at {@code https://api.example} that gives recorded outcomes, one for each call, and keeps what it was asked. */
final class RecordedApi implements Api {
    private static final String BASE = "https://api.example";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Deque<ApiOutcome> outcomes = new ArrayDeque<>();
    private final List<ApiRequest> asked = new ArrayList<>();
    private final Set<String> scopes = new HashSet<>();
    private Instant now = Instant.parse("2026-11-21T08:00:00Z");

    RecordedApi answers(String body) {
        return answers(body, Map.of());
    }

    RecordedApi answers(String first, String second, String... more) {
        answers(first);
        answers(second);
        List.of(more).forEach(this::answers);
        return this;
    }

    RecordedApi answers(String body, Map<String, String> headers) {
        return gives(new ApiOutcome.Answered(JSON.readTree(body), headers(headers)));
    }

    RecordedApi gives(ApiOutcome outcome) {
        outcomes.add(outcome);
        return this;
    }

    static AnswerHeaders headers(Map<String, String> fields) {
        Map<String, List<String>> all = new HashMap<>();
        fields.forEach((name, value) -> all.put(name, List.of(value)));
        return AnswerHeaders.of(all);
    }

    void pass(java.time.Duration time) {
        now = now.plus(time);
    }

    List<String> targets() {
        return asked.stream().map(ApiRequest::target).toList();
    }

    List<String> bodies() {
        return asked.stream().map(request -> String.valueOf(request.body())).toList();
    }

    void allow(String scope) {
        scopes.add(scope);
    }

    ApiRequest last() {
        return asked.getLast();
    }

    @Override
    public ApiOutcome ask(ApiRequest request) {
        asked.add(request);
        return outcomes.remove();
    }

    @Override
    public Optional<String> below(String link) {
        return link.startsWith(BASE + "/") ? Optional.of(link.substring(BASE.length())) : Optional.empty();
    }

    @Override
    public boolean granted(String scope) {
        return scopes.contains(scope);
    }

    @Override
    public boolean readsBodies() {
        return false;
    }

    @Override
    public Instant now() {
        return now;
    }

    /** Reads from a checkpoint to the end of its run, which must be without trouble. */
    <C> C run(Stream<C> stream, C from) {
        FetchOutcome.Page<C> page = page(stream, from);
        while (!page.end()) {
            page = page(stream, page.next());
        }
        return page.next();
    }

    <C> FetchOutcome.Page<C> page(Stream<C> stream, C from) {
        return switch (stream.fetchPage(this, from)) {
            case FetchOutcome.Page<C> page -> page;
            case FetchOutcome.TooOld<C>(C again) -> FetchOutcome.Page.moved(again);
            case FetchOutcome.Interrupted<C>(ApiOutcome.Trouble trouble) ->
                throw new AssertionError(trouble.toString());
        };
    }
}
