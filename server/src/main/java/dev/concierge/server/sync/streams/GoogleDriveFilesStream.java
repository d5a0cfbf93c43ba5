package dev.concierge.server.sync.streams;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * What is known of the files in a person's Google Drive and of those shared with them, never what is in them. The place in the feed of changes is asked
 * for before everything is read ({@code changes.getStartPageToken}), so that nothing that changes meanwhile is missed; then all files that are
 * not in the bin ({@code files.list}), and from then on changes ({@code changes.list}). Shared drives are not read.
 */
@Component
class GoogleDriveFilesStream implements Stream<Cursor>, Watched<Cursor> {
    private static final String SCOPE = "https://www.googleapis.com/auth/drive";
    private static final StreamDescription DESCRIPTION = new StreamDescription(
            "google.drive.files",
            "Drive files",
            Kind.FILE,
            "google",
            "drive",
            Set.of(SCOPE + ".metadata.readonly", SCOPE + ".metadata", SCOPE + ".readonly", SCOPE),
            Duration.ofMinutes(15));
    private static final int PAGE = 500;
    private static final List<String> WATCHED = List.of("/changes");

    private final ApiErrors errors = new GoogleApiErrors();

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
    public FetchOutcome<Cursor> fetchPage(Api api, Cursor cursor) {
        if (cursor.feed() != null) {
            return changes(api, cursor, cursor.page() == null ? cursor.feed() : cursor.page());
        }
        return cursor.coming() == null ? place(api, cursor) : files(api, cursor);
    }

    private static FetchOutcome<Cursor> place(Api api, Cursor cursor) {
        ApiRequest request = ApiRequest.of("/changes/startPageToken").build();
        return read(api, request, body -> {
            String place = body.path("startPageToken").asString("");
            return place.isEmpty() ? garbage() : FetchOutcome.Page.moved(cursor.remembering(place));
        });
    }

    private static FetchOutcome<Cursor> files(Api api, Cursor cursor) {
        ApiRequest request = ApiRequest.of("/files")
                .with("q", "trashed = false")
                .with("spaces", "drive")
                .with("pageSize", PAGE)
                .with("fields", "nextPageToken,files(" + GoogleDriveFiles.FIELDS + ")")
                .withIf("pageToken", cursor.page())
                .build();
        return read(api, request, body -> {
            JsonNode files = body.path("files");
            String nextPage = body.path("nextPageToken").asString("");
            return files.isArray() ? cursor.page(GoogleDriveFiles.files(files), nextPage, api.now()) : garbage();
        });
    }

    private static FetchOutcome<Cursor> changes(Api api, Cursor cursor, String place) {
        ApiRequest request = ApiRequest.of("/changes")
                .with("pageToken", place)
                .with("spaces", "drive")
                .with("pageSize", PAGE)
                .with(
                        "fields",
                        "nextPageToken,newStartPageToken,changes(changeType,time,removed,fileId,file("
                                + GoogleDriveFiles.FIELDS + "))")
                .build();
        return read(api, request, body -> {
            String nextPage = body.path("nextPageToken").asString("");
            String nextPlace = body.path("newStartPageToken").asString("");
            if (!body.path("changes").isArray() || nextPage.isEmpty() == nextPlace.isEmpty()) {
                return garbage();
            }
            List<Item> items = GoogleDriveFiles.changes(body.path("changes"));
            return nextPlace.isEmpty()
                    ? cursor.more(items, nextPage, api.now())
                    : cursor.last(items, nextPlace, api.now());
        });
    }

    /** A place that Google does not know leads back to the beginning. */
    private static FetchOutcome<Cursor> read(
            Api api, ApiRequest request, Function<JsonNode, FetchOutcome<Cursor>> answer) {
        return switch (api.ask(request)) {
            case ApiOutcome.Answered answered -> answer.apply(answered.body());
            case ApiOutcome.TooOld() -> new FetchOutcome.TooOld<>(Cursor.START);
            case ApiOutcome other -> other.interrupted();
        };
    }

    private static FetchOutcome<Cursor> garbage() {
        return new FetchOutcome.Interrupted<>(ApiOutcome.garbage());
    }

    @Override
    public List<String> watched(Cursor checkpoint) {
        return WATCHED;
    }
}
