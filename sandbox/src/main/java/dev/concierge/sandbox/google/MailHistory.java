package dev.concierge.sandbox.google;

import dev.concierge.sandbox.AccessToken;
import dev.concierge.sandbox.KnobBoard;
import dev.concierge.sandbox.belongings.Belonging;
import dev.concierge.sandbox.belongings.Belongings;
import dev.concierge.sandbox.http.Answer;
import dev.concierge.sandbox.http.Request;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code history.list} of Gmail (field 15). Of several changes of one message the last one is told. A message's text never changes; only labels do. What is
 * older than a week is kept no more: who asks for it is answered by 404.
 */
final class MailHistory {
    private static final Set<String> TYPES = Set.of("messageAdded", "messageDeleted", "labelAdded", "labelRemoved");
    private static final long FIRST = 1_000_003;
    /** Ids grow and leave some out. */
    private static final long STEP = 7;

    private static final int STANDARD_PAGE = 100;
    private static final int LARGEST_PAGE = 500;

    private final Belongings messages;
    private final KnobBoard knobs;
    private final Clock clock;

    MailHistory(Belongings messages, KnobBoard knobs, Clock clock) {
        this.messages = messages;
        this.knobs = knobs;
        this.clock = clock;
    }

    /** The history id of a revision. */
    static String id(long revision) {
        return String.valueOf(FIRST + STEP * revision);
    }

    /** What a page token remembers: whose history, and after which revision it goes on. */
    record HistoryPlace(String historyOf, long after) {}

    Answer list(Request request, AccessToken token) {
        var query = ApiQuery.of(
                request.query(), Set.of("startHistoryId", "maxResults", "pageToken"), Set.of("historyTypes"));
        var types = types(request.query().all("historyTypes"));
        var snapshot = messages.snapshot(token.subject());
        long start = revision(query.required("startHistoryId"));
        if (start < 0 || start > snapshot.revision() || isForgotten(snapshot, start)) {
            return GoogleErrors.notFound();
        }
        long after = Math.max(start, after(query.get("pageToken"), token.subject()));
        var rest = snapshot.all().stream()
                .filter(message -> message.revision() > after)
                .toList();
        var shown = rest.subList(0, Math.min(rest.size(), query.size("maxResults", STANDARD_PAGE, LARGEST_PAGE)));
        var records = new ArrayList<ObjectNode>();
        shown.forEach(message -> addRecord(records, message, start, types));
        var json = JsonNodeFactory.instance.objectNode();
        if (!records.isEmpty()) {
            json.putArray("history").addAll(records);
        }
        if (shown.size() < rest.size()) {
            var place = new HistoryPlace(token.subject(), shown.getLast().revision());
            json.put("nextPageToken", Opaque.encode(place));
        }
        return Answer.json(200, json.put("historyId", id(snapshot.revision()))).outcome("incremental");
    }

    private static Set<String> types(List<String> asked) {
        if (!TYPES.containsAll(asked)) {
            throw ApiQuery.wrong("historyTypes", "Invalid value");
        }
        return asked.isEmpty() ? TYPES : Set.copyOf(asked);
    }

    private static long revision(String id) {
        try {
            return Math.floorDiv(Long.parseLong(id) - FIRST, STEP);
        } catch (NumberFormatException _) {
            throw ApiQuery.wrong("startHistoryId", "Invalid value");
        }
    }

    private boolean isForgotten(Belongings.Snapshot snapshot, long start) {
        Instant oldest = clock.instant().minus(Duration.ofSeconds(knobs.get(GoogleKnobs.HISTORY_LIFE_SECONDS)));
        return snapshot.all().stream()
                .anyMatch(message ->
                        message.revision() > start && message.changedAt().isBefore(oldest));
    }

    private static long after(@Nullable String page, String account) {
        return page == null
                ? 0
                : Opaque.decode(page, HistoryPlace.class)
                        .filter(place -> place.historyOf().equals(account))
                        .orElseThrow(() -> new Refusal(
                                GoogleErrors.badRequest("global", "invalidArgument", "Invalid pageToken", "")))
                        .after();
    }

    private static void addRecord(List<ObjectNode> records, Belonging message, long start, Set<String> types) {
        var record = JsonNodeFactory.instance.objectNode().put("id", id(message.revision()));
        record.putArray("messages").add(MailEndpoints.reference(message));
        if (message.added() > start && types.contains("messageAdded")) {
            change(record, "messagesAdded", message);
        }
        if (message.gone()) {
            if (types.contains("messageDeleted")) {
                change(record, "messagesDeleted", message);
            }
        } else if (message.before() != null) {
            labels(record, message, message.before(), types);
        }
        if (record.size() > 2) {
            records.add(record);
        }
    }

    private static void labels(ObjectNode record, Belonging message, ObjectNode before, Set<String> types) {
        var now = labels(message.content());
        var then = labels(before);
        var added = new LinkedHashSet<>(now);
        added.removeAll(then);
        then.removeAll(now);
        if (!added.isEmpty() && types.contains("labelAdded")) {
            var labelIds = change(record, "labelsAdded", message).putArray("labelIds");
            added.forEach(labelIds::add);
        }
        if (!then.isEmpty() && types.contains("labelRemoved")) {
            var labelIds = change(record, "labelsRemoved", message).putArray("labelIds");
            then.forEach(labelIds::add);
        }
    }

    private static Set<String> labels(JsonNode content) {
        var labels = new LinkedHashSet<String>();
        content.path("labelIds").forEach(label -> labels.add(label.asString("")));
        return labels;
    }

    private static ObjectNode change(ObjectNode record, String type, Belonging message) {
        var change = record.putArray(type).addObject();
        var told = change.putObject("message").put("id", message.id()).put("threadId", message.text("threadId"));
        told.set("labelIds", message.content().path("labelIds"));
        return change;
    }
}
