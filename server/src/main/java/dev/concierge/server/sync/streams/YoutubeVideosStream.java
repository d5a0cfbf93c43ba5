package dev.concierge.server.sync.streams;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * What the connected channel has uploaded, with its figures. There is no feed of changes, and the figures of every video change all the time: each run
 * walks the playlist of uploads ({@code playlistItems.list}) and reads the videos of each of its pages ({@code videos.list}), fifty at a time.
 * That costs two units of the day's quota for fifty videos. A conditional request costs as much as any other, so none is made.
 */
@Component
class YoutubeVideosStream implements Stream<YoutubeUploads>, ShowsFigures {
    private static final StreamDescription DESCRIPTION = new StreamDescription(
            "youtube.data.videos",
            "Videos",
            Kind.VIDEO,
            "youtube",
            "data",
            YoutubeChannelStream.SCOPES,
            YoutubeChannelStream.EVERY);
    private static final int PAGE = 50;

    /** Views are the channel's, which counts those of videos that are gone too. */
    private static final Map<Figure, List<String>> FIGURES = Map.of(
            Figure.LIKES, List.of("$.statistics.likeCount"),
            Figure.COMMENTS, List.of("$.statistics.commentCount"));

    private final ApiErrors errors = new YoutubeApiErrors();

    @Override
    public StreamDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Class<YoutubeUploads> checkpointType() {
        return YoutubeUploads.class;
    }

    @Override
    public YoutubeUploads start() {
        return YoutubeUploads.START;
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
    public FetchOutcome<YoutubeUploads> fetchPage(Api api, YoutubeUploads uploads) {
        if (uploads.playlist() == null) {
            return playlist(api, uploads);
        }
        return uploads.videos().isEmpty() ? entries(api, uploads, uploads.playlist()) : videos(api, uploads);
    }

    private static FetchOutcome<YoutubeUploads> playlist(Api api, YoutubeUploads uploads) {
        ApiRequest request = ApiRequest.of("/channels")
                .with("part", "contentDetails")
                .with("mine", "true")
                .build();
        return read(api, request, uploads, body -> {
            JsonNode channels = YoutubeItems.of(body);
            if (channels == null) {
                return garbage();
            }
            String playlist = channels.path(0)
                    .path("contentDetails")
                    .path("relatedPlaylists")
                    .path("uploads")
                    .asString("");
            // A channel without uploads has no playlist of them.
            return playlist.isEmpty()
                    ? uploads.page(Cursor.START.last(List.of(), api.now()))
                    : FetchOutcome.Page.moved(uploads.in(playlist));
        });
    }

    private static FetchOutcome<YoutubeUploads> entries(Api api, YoutubeUploads uploads, String playlist) {
        @Nullable String page = uploads.cursor().page();
        ApiRequest request = ApiRequest.of("/playlistItems")
                .with("part", "contentDetails")
                .with("playlistId", playlist)
                .with("maxResults", PAGE)
                .withIf("pageToken", page)
                .build();
        return read(api, request, uploads, body -> {
            JsonNode entries = YoutubeItems.of(body);
            String nextPage = body.path("nextPageToken").asString("");
            if (entries == null) {
                return garbage();
            }
            if (nextPage.equals(page)) {
                // It leads to itself: said by not moving.
                return FetchOutcome.Page.moved(uploads);
            }
            List<String> ids = YoutubeItems.videoIds(entries);
            return ids.isEmpty()
                    ? uploads.page(uploads.cursor().page(List.of(), nextPage, api.now()))
                    : FetchOutcome.Page.moved(uploads.reading(ids, nextPage));
        });
    }

    private static FetchOutcome<YoutubeUploads> videos(Api api, YoutubeUploads uploads) {
        ApiRequest request = ApiRequest.of("/videos")
                .with("part", "snippet,contentDetails,status,statistics")
                .with("id", String.join(",", uploads.videos()))
                .build();
        return read(api, request, uploads, body -> {
            JsonNode videos = YoutubeItems.of(body);
            return videos == null
                    ? garbage()
                    : uploads.page(uploads.cursor().page(YoutubeItems.videos(videos), uploads.following(), api.now()));
        });
    }

    /** A page that YouTube does not know leads back to the channel. A channel that never uploaded anything has no playlist of uploads, whatever it says. */
    private static FetchOutcome<YoutubeUploads> read(
            Api api,
            ApiRequest request,
            YoutubeUploads uploads,
            Function<JsonNode, FetchOutcome<YoutubeUploads>> answer) {
        return switch (api.ask(request)) {
            case ApiOutcome.Answered answered -> answer.apply(answered.body());
            case ApiOutcome.Missing()
            when uploads.cursor().begins() && uploads.videos().isEmpty() ->
                YoutubeUploads.START.page(Cursor.START.last(List.of(), api.now()));
            case ApiOutcome.TooOld() -> new FetchOutcome.TooOld<>(YoutubeUploads.START);
            case ApiOutcome other -> other.interrupted();
        };
    }

    private static FetchOutcome<YoutubeUploads> garbage() {
        return new FetchOutcome.Interrupted<>(ApiOutcome.garbage());
    }
}
