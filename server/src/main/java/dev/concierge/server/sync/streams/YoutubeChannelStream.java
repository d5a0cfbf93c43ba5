package dev.concierge.server.sync.streams;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * The channel that was connected, with its figures ({@code channels.list}, {@code mine=true}). There is no feed of changes: each run reads it whole, which
 * costs one unit of the day's quota.
 */
@Component
class YoutubeChannelStream implements Stream<Cursor>, ShowsFigures {
    static final Duration EVERY = Duration.ofHours(6);
    private static final String SCOPE = "https://www.googleapis.com/auth/youtube";
    static final Set<String> SCOPES = Set.of(SCOPE + ".readonly", SCOPE, SCOPE + ".force-ssl");
    private static final StreamDescription DESCRIPTION =
            new StreamDescription("youtube.data.channel", "Channel", Kind.CHANNEL, "youtube", "data", SCOPES, EVERY);
    private static final int PAGE = 50;

    /** YouTube leaves out the subscribers of a channel that hides them. */
    private static final Map<Figure, List<String>> FIGURES = Map.of(
            Figure.FOLLOWERS, List.of("$.statistics.subscriberCount"),
            Figure.VIEWS, List.of("$.statistics.viewCount"));

    private final ApiErrors errors = new YoutubeApiErrors();

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
        return FIGURES;
    }

    @Override
    public FetchOutcome<Cursor> fetchPage(Api api, Cursor cursor) {
        ApiRequest request = ApiRequest.of("/channels")
                .with("part", "id,snippet,contentDetails,statistics")
                .with("mine", "true")
                .with("maxResults", PAGE)
                .withIf("pageToken", cursor.page())
                .build();
        return switch (api.ask(request)) {
            case ApiOutcome.Answered answered -> page(api, cursor, answered.body());
            case ApiOutcome.TooOld() -> new FetchOutcome.TooOld<>(Cursor.START);
            case ApiOutcome other -> other.interrupted();
        };
    }

    private static FetchOutcome<Cursor> page(Api api, Cursor cursor, JsonNode body) {
        JsonNode channels = YoutubeItems.of(body);
        String nextPage = body.path("nextPageToken").asString("");
        return channels == null
                ? new FetchOutcome.Interrupted<>(ApiOutcome.garbage())
                : cursor.page(YoutubeItems.channels(channels), nextPage, api.now());
    }
}
