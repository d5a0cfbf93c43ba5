package dev.concierge.sandbox;

import dev.concierge.sandbox.dialect.RateWindow;
import dev.concierge.sandbox.http.Answer;
import dev.concierge.sandbox.http.Body;
import dev.concierge.sandbox.http.Parameters;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.StringNode;

/** What goes wrong at one provider because somebody turned a knob. */
final class Faults {
    private static final long HUGE_BYTES = 64L << 20;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final String JSON_TYPE = "application/json; charset=UTF-8";
    private static final String FORM_TYPE = "application/x-www-form-urlencoded";
    private static final String PAGE = "<!doctype html><title>Maintenance</title><h1>All is well</h1>";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final KnobBoard knobs;
    private final RateWindow window;

    Faults(KnobBoard knobs) {
        this.knobs = knobs;
        this.window = new RateWindow(Clock.systemUTC(), Duration.ofSeconds(1), knobs, Knobs.REQUESTS_PER_SECOND);
    }

    /** Lets the request wait as the knobs say; an answer means that it is not to be processed at all. */
    Optional<Answer> before(String endpoint) throws InterruptedException {
        long latency = knobs.get(Knobs.LATENCY_MILLIS);
        if (latency > 0) {
            Thread.sleep(latency);
        }
        for (var hang : knobs.get(Knobs.HANG)) {
            if (hits(hang.endpoint(), endpoint)) {
                knobs.awaitTurn(() -> !knobs.get(Knobs.HANG).contains(hang), hang.millis());
            }
        }
        if (knobs.get(Knobs.REQUESTS_PER_SECOND) > 0 && window.count(endpoint).over()) {
            return Optional.of(
                    Answer.text(TOO_MANY_REQUESTS, "").with("Retry-After", "1").outcome("fault_" + TOO_MANY_REQUESTS));
        }
        return knobs.take(Knobs.FAIL_NEXT, endpoint).map(Faults::failure);
    }

    /** The answer as it leaves; empty: it is lost on the way. */
    Optional<Answer> after(String endpoint, Answer answer) {
        if (knobs.take(Knobs.DROP_ANSWER, endpoint).isPresent()) {
            return Optional.empty();
        }
        var told = knobs.take(Knobs.LIE, endpoint).map(lie -> lied(answer, lie)).orElse(answer);
        return Optional.of(knobs.take(Knobs.MALFORMED, endpoint)
                .map(bad -> spoiled(told, bad))
                .orElse(told));
    }

    private static boolean hits(String set, String endpoint) {
        return set.equals("*") || set.equals(endpoint);
    }

    private static Answer failure(Fault.FailNext fault) {
        var answer = switch (fault.body()) {
            case null -> Answer.text(fault.status(), "");
            case StringNode text -> Answer.text(fault.status(), text.stringValue());
            case JsonNode json -> Answer.json(fault.status(), json);
        };
        var after = fault.retryAfterSeconds();
        var timed = after == null ? answer : answer.with("Retry-After", Integer.toString(after));
        var location = fault.location();
        var pointed = location == null ? timed : timed.with("Location", location);
        return pointed.outcome("fault_" + fault.status());
    }

    /** JSON and forms can lie; other answers leave as they are. */
    private static Answer lied(Answer answer, Fault.Lie lie) {
        if (!(answer.body() instanceof Body.Text(var text))) {
            return answer;
        }
        if (isOf(answer, "application/json")) {
            return answer.replaced(answer.status(), JSON_TYPE, new Body.Text(merged(JSON.readTree(text), lie)));
        }
        return isOf(answer, FORM_TYPE)
                ? answer.replaced(answer.status(), FORM_TYPE, new Body.Text(liedForm(text, lie)))
                : answer;
    }

    private static boolean isOf(Answer answer, String type) {
        return answer.headers().stream().anyMatch(each -> each.value().startsWith(type));
    }

    private static String merged(JsonNode truth, Fault.Lie lie) {
        return MergePatch.apply(truth, lie.merge()).toString();
    }

    private static String liedForm(String text, Fault.Lie lie) {
        var truth = JSON.createObjectNode();
        var parameters = Parameters.parse(text);
        parameters.names().forEach(name -> truth.put(name, parameters.get(name, "")));
        var told = new LinkedHashMap<String, String>();
        MergePatch.apply(truth, lie.merge())
                .properties()
                .forEach(each -> told.put(each.getKey(), each.getValue().asString()));
        return Parameters.format(told);
    }

    private static Answer spoiled(Answer answer, Fault.Malformed fault) {
        var text = answer.body() instanceof Body.Text(var all) ? all : "";
        return switch (fault.kind()) {
            case HTML_200 -> answer.replaced(200, "text/html; charset=UTF-8", new Body.Text(PAGE));
            case CUT_JSON ->
                answer.replaced(answer.status(), JSON_TYPE, new Body.Text(text.substring(0, text.length() / 2)));
            case WRONG_TYPE -> answer.replaced(answer.status(), "text/plain; charset=UTF-8", new Body.Text(text));
            case HUGE -> answer.replaced(answer.status(), JSON_TYPE, huge(text.strip()));
            case GZIP_BOMB ->
                answer.replaced(answer.status(), JSON_TYPE, new Body.Gzipped(huge(text.strip())))
                        .with("Content-Encoding", "gzip");
            case CUT_BODY -> answer.replaced(answer.status(), JSON_TYPE, new Body.Cut(text));
        };
    }

    /** The right answer with one member too many at its front, so that only a limit on the size stops a reader. */
    private static Body.Huge huge(String text) {
        var suffix = text.startsWith("{") && !text.equals("{}") ? "\"," + text.substring(1) : "\"}";
        return new Body.Huge("{\"padding\":\"", "x".repeat(1 << 16), HUGE_BYTES, suffix);
    }
}
