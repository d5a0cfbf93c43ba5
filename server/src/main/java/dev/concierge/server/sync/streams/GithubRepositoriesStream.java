package dev.concierge.server.sync.streams;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The repositories that somebody owns, works on or sees through an organisation ({@code GET /user/repos}); private ones only with {@code repo}. There is
 * no feed of changes: each run passes over all of them, the oldest first, so that a new one moves no other to another page. A list of one page is asked
 * for with its {@code ETag}, and costs nothing while it is the same. The page of a longer list says nothing about the others, so it has none.
 */
@Component
class GithubRepositoriesStream implements Stream<Cursor> {
    private static final String PATH = "/user/repos";
    private static final StreamDescription DESCRIPTION = new StreamDescription(
            "github.api.repositories",
            "Repositories",
            Kind.REPOSITORY,
            "github",
            "rest",
            Set.of("read:user", "user", "public_repo", "repo"),
            Duration.ofHours(1));
    private static final int PER_PAGE = 100;

    private final ApiErrors errors = new GithubApiErrors();

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

    /** {@link Cursor#feed()} holds the ETag of a list of one page. */
    @Override
    public FetchOutcome<Cursor> fetchPage(Api api, Cursor cursor) {
        String mark = cursor.begins() ? cursor.feed() : null;
        return switch (api.ask(request(cursor.page(), mark))) {
            case ApiOutcome.Answered answered -> page(api, cursor.begins() ? Cursor.START : cursor, answered);
            case ApiOutcome.Unchanged _ when mark != null -> cursor.last(List.of(), mark, api.now());
            case ApiOutcome other -> other.interrupted();
        };
    }

    private static ApiRequest request(@Nullable String page, @Nullable String mark) {
        return page != null
                ? ApiRequest.exactly(PATH, page).build()
                : ApiRequest.of(PATH)
                        .with("sort", "created")
                        .with("direction", "asc")
                        .with("per_page", PER_PAGE)
                        .header("If-None-Match", mark)
                        .build();
    }

    private static FetchOutcome<Cursor> page(Api api, Cursor cursor, ApiOutcome.Answered answered) {
        GithubPage page =
                GithubPage.read(api, answered, GithubItems::repository).orElse(null);
        if (page == null) {
            return new FetchOutcome.Interrupted<>(ApiOutcome.garbage());
        }
        return cursor.begins() && page.next() == null
                ? cursor.last(page.items(), page.headers().first("ETag").orElse(null), api.now())
                : cursor.page(page.items(), page.next(), api.now());
    }
}
