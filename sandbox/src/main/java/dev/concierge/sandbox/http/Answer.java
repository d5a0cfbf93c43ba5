package dev.concierge.sandbox.http;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * One answer, with what the ledger writes about it.
 *
 * @param outcome what happened, in one word of the protocol where it has one ({@code invalid_grant})
 * @param reason why, where one outcome has several causes that the answer itself does not tell apart; else empty
 * @param clientId the client that asked, once that is known
 */
public record Answer(
        int status,
        List<Header> headers,
        Body body,
        String outcome,
        String reason,
        @Nullable String clientId) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    public record Header(String name, String value) {}

    public Answer {
        headers = List.copyOf(headers);
    }

    /** JSON from records, maps and Jackson nodes. */
    public static Answer json(int status, Object value) {
        return of(status, "application/json; charset=UTF-8", JSON.writeValueAsString(value));
    }

    public static Answer html(int status, String page) {
        return of(status, "text/html; charset=UTF-8", page);
    }

    public static Answer text(int status, String text) {
        return of(status, "text/plain; charset=UTF-8", text);
    }

    public static Answer redirect(int status, String location) {
        return of(status, "text/plain; charset=UTF-8", "").with("Location", location);
    }

    public static Answer of(int status, String contentType, String body) {
        return new Answer(
                status,
                List.of(new Header("Content-Type", contentType)),
                new Body.Text(body),
                status < 400 ? "ok" : "refused",
                "",
                null);
    }

    public Answer with(String header, String value) {
        var more = new ArrayList<>(headers);
        more.add(new Header(header, value));
        return new Answer(status, more, body, outcome, reason, clientId);
    }

    public Answer outcome(String word) {
        return new Answer(status, headers, body, word, reason, clientId);
    }

    public Answer because(String why) {
        return new Answer(status, headers, body, outcome, why, clientId);
    }

    public Answer client(@Nullable String id) {
        return new Answer(status, headers, body, outcome, reason, id);
    }

    /** The same answer with another status, type and body. */
    public Answer replaced(int otherStatus, String contentType, Body otherBody) {
        var others = new ArrayList<Header>();
        others.add(new Header("Content-Type", contentType));
        headers.stream()
                .filter(each -> !each.name().equalsIgnoreCase("Content-Type"))
                .forEach(others::add);
        return new Answer(otherStatus, others, otherBody, outcome, reason, clientId);
    }
}
