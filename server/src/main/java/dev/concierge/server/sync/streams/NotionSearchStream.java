package dev.concierge.server.sync.streams;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a person picked at Notion, and what is below it, by {@code POST /v1/search}. Notion has no feed: what was edited last is read first, until what is
 * older than the newest of the last run by some minutes, because times are exact to a minute and the index lags behind. What vanished (removed, or not
 * shared any more) is seen by a full pass each day; it goes the other way, so that what is edited meanwhile moves ahead of it and not behind.
 */
abstract class NotionSearchStream implements Stream<Cursor> {
    static final String PROVIDER = "notion";
    static final String API = "v1";
    static final Set<String> CONTENT = Set.of("read_content");
    static final Duration EVERY = Duration.ofMinutes(15);

    private static final Duration FULL_PASS_EVERY = Duration.ofDays(1);
    private static final Duration OVERLAP = Duration.ofMinutes(10);
    private static final int PER_PAGE = 100;

    private final StreamDescription description;
    private final String object;
    private final ApiErrors errors = new NotionApiErrors();

    /** @param object what the search is for: {@code page} or {@code data_source} */
    NotionSearchStream(StreamDescription description, String object) {
        this.description = description;
        this.object = object;
    }

    @Override
    public StreamDescription description() {
        return description;
    }

    @Override
    public Class<Cursor> checkpointType() {
        return Cursor.class;
    }

    @Override
    public Cursor start() {
        return Cursor.START;
    }

    @Override
    public ApiErrors errors() {
        return errors;
    }

    @Override
    public FetchOutcome<Cursor> fetchPage(Api api, Cursor checkpoint) {
        Cursor cursor = checkpoint.renewed(api.now(), FULL_PASS_EVERY);
        ApiRequest request = ApiRequest.of("/search").json(body(cursor)).build();
        return switch (api.ask(request)) {
            case ApiOutcome.Answered answered -> page(cursor, answered.body(), api.now());
            case ApiOutcome.TooOld() when !cursor.begins() -> new FetchOutcome.TooOld<>(Cursor.START);
            case ApiOutcome other -> other.interrupted();
        };
    }

    private String body(Cursor cursor) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("page_size", PER_PAGE);
        body.putObject("filter").put("property", "object").put("value", object);
        body.putObject("sort")
                .put("timestamp", "last_edited_time")
                .put("direction", cursor.full() ? "ascending" : "descending");
        if (cursor.page() != null) {
            body.put("start_cursor", cursor.page());
        }
        return body.toString();
    }

    private static FetchOutcome<Cursor> page(Cursor cursor, JsonNode body, Instant now) {
        JsonNode results = body.path("results");
        boolean more = body.path("has_more").asBoolean(false);
        String nextPage = body.path("next_cursor").asString("");
        if (!results.isArray() || !body.path("has_more").isBoolean() || (more && nextPage.isEmpty())) {
            return new FetchOutcome.Interrupted<>(ApiOutcome.garbage());
        }
        List<Item> items = NotionItems.of(results);
        List<Instant> edits = NotionItems.edits(results);
        Cursor seen = cursor.remembering(newest(cursor.coming(), edits));
        if (more && !reachesBack(cursor.feed(), edits)) {
            return seen.more(items, nextPage, now);
        }
        FetchOutcome.Page<Cursor> last = seen.last(items, newer(seen.coming(), cursor.feed()), now);
        return whole(body) ? last : unswept(last);
    }

    /** Whether what was there at the last run has been met. */
    private static boolean reachesBack(@Nullable String feed, List<Instant> edits) {
        if (feed == null) {
            return false;
        }
        Instant until = Instant.parse(feed).minus(OVERLAP);
        return edits.stream().anyMatch(edit -> edit.isBefore(until));
    }

    /** Notion says so when it gave up before the end ({@code request_status}). */
    private static boolean whole(JsonNode body) {
        return !body.path("request_status").path("type").asString("").equals("incomplete");
    }

    /** A pass that did not see everything shows nothing to be gone. */
    private static FetchOutcome.Page<Cursor> unswept(FetchOutcome.Page<Cursor> last) {
        return new FetchOutcome.Page<>(last.items(), new Passing.Changes(), Set.of(), last.next(), true);
    }

    private static @Nullable String newest(@Nullable String before, List<Instant> edits) {
        return edits.stream()
                .max(Comparator.naturalOrder())
                .map(edit -> newer(edit.toString(), before))
                .orElse(before);
    }

    private static @Nullable String newer(@Nullable String one, @Nullable String other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return Instant.parse(one).isBefore(Instant.parse(other)) ? other : one;
    }
}
