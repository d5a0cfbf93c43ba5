package dev.concierge.server.sync.streams;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * What stands on a Facebook Page, with its figures where the person allows them ({@code GET /{page-id}/published_posts}). The calls are made with the Page's own
 * token, to which {@code me} is the Page. There is no feed of changes, so each run passes over everything that Meta gives: some 600 posts of a year.
 */
@Component
class MetaPostsStream implements Stream<Cursor>, ShowsFigures {
    private static final String INSIGHTS = "read_insights";
    private static final StreamDescription DESCRIPTION = new StreamDescription(
                    "meta.graph.posts",
                    "Page posts",
                    Kind.POST,
                    "meta",
                    "graph",
                    Set.of("pages_read_engagement"),
                    Duration.ofHours(3))
            .alsoWith(INSIGHTS);
    private static final int PER_PAGE = 100;

    /** No pictures: their addresses are other ones each time. */
    private static final String FIELDS = "id,message,created_time,updated_time,permalink_url,status_type,shares,"
            + "attachments{media_type,type,title},reactions.limit(0).summary(total_count),comments.limit(0).summary(total_count)";

    /** Counts of impressions and reach are gone in every version since 2026. */
    private static final String FIGURES = ",insights.metric(post_total_media_view_unique){name,period,values}";

    /** Views are of people, each counted once for a post. */
    private static final Map<Figure, List<String>> COUNTED = Map.of(
            Figure.VIEWS,
            List.of("$.insights.data[*] ? (@.name == \"post_total_media_view_unique\").values[0].value"),
            Figure.LIKES,
            List.of("$.reactions.summary.total_count"),
            Figure.COMMENTS,
            List.of("$.comments.summary.total_count"),
            Figure.SHARES,
            List.of("$.shares.count"));

    private final ApiErrors errors = new MetaApiErrors();

    @Override
    public StreamDescription description() {
        return DESCRIPTION;
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
    public Map<Figure, List<String>> figures() {
        return COUNTED;
    }

    @Override
    public FetchOutcome<Cursor> fetchPage(Api api, Cursor cursor) {
        ApiRequest request = ApiRequest.of("/me/published_posts")
                .with("fields", api.granted(INSIGHTS) ? FIELDS + FIGURES : FIELDS)
                .with("limit", PER_PAGE)
                .withIf("after", cursor.page())
                .build();
        return switch (api.ask(request)) {
            case ApiOutcome.Answered answered -> page(api, cursor, answered.body());
            case ApiOutcome.TooOld() when !cursor.begins() -> new FetchOutcome.TooOld<>(Cursor.START);
            case ApiOutcome other -> other.interrupted();
        };
    }

    /** The address of the next page is not followed: it holds the token. Its cursor says the same. */
    private static FetchOutcome<Cursor> page(Api api, Cursor cursor, JsonNode body) {
        JsonNode paging = body.path("paging");
        boolean more = paging.has("next");
        String after = paging.path("cursors").path("after").asString("");
        if (!body.path("data").isArray() || (more && after.isEmpty())) {
            return new FetchOutcome.Interrupted<>(ApiOutcome.garbage());
        }
        return cursor.page(MetaPosts.items(body.path("data")), more ? after : null, api.now());
    }
}
