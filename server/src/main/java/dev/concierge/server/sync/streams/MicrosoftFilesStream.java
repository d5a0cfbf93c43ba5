package dev.concierge.server.sync.streams;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Files and folders of somebody's OneDrive, without what is in them ({@code /me/drive/root/delta}). */
@Component
class MicrosoftFilesStream implements Stream<Cursor>, Watched<Cursor> {
    private static final String PATH = "/me/drive/root/delta";
    private static final List<String> WATCHED = List.of("/me/drive/root");
    private static final StreamDescription DESCRIPTION = new StreamDescription(
            "microsoft.graph.files",
            "Files",
            Kind.FILE,
            "microsoft",
            "graph",
            Set.of("Files.Read", "Files.ReadWrite"),
            Duration.ofMinutes(15));
    private static final Duration FULL_PASS_EVERY = Duration.ofDays(28);
    private static final int PER_PAGE = 200;

    private final ApiErrors errors = new GraphApiErrors();

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
        Cursor at = cursor.renewed(api.now(), FULL_PASS_EVERY);
        return switch (api.ask(request(at.page() == null ? at.feed() : at.page()))) {
            case ApiOutcome.Answered answered -> page(api, at, answered);
            case ApiOutcome.TooOld() -> new FetchOutcome.TooOld<>(Cursor.START);
            case ApiOutcome other -> other.interrupted();
        };
    }

    private static ApiRequest request(@Nullable String place) {
        return place != null
                ? ApiRequest.exactly(PATH, place).build()
                : ApiRequest.of(PATH).with("$top", PER_PAGE).build();
    }

    private static FetchOutcome<Cursor> page(Api api, Cursor at, ApiOutcome.Answered answered) {
        GraphPage page = GraphPage.read(api, answered).orElse(null);
        if (page == null) {
            return new FetchOutcome.Interrupted<>(ApiOutcome.garbage());
        }
        return page.next() == null
                ? at.last(GraphItems.files(page.value()), page.delta(), api.now())
                : at.more(GraphItems.files(page.value()), page.next(), api.now());
    }

    @Override
    public List<String> watched(Cursor checkpoint) {
        return WATCHED;
    }
}
