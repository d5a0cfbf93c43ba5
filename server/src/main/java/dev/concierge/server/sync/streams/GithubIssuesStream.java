package dev.concierge.server.sync.streams;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Issues and pull requests of all repositories that somebody sees ({@code GET /issues}); those of private ones only with {@code repo}. Changes are asked for
 * by time ({@code since}), with some overlap; what is gone is seen by a full pass every week. The oldest come first: one that changes while the pages are
 * read moves no other to a page that was read already.
 */
@Component
class GithubIssuesStream implements Stream<Cursor> {
    private static final String PATH = "/issues";
    private static final StreamDescription DESCRIPTION = new StreamDescription(
            "github.api.issues",
            "Issues and pull requests",
            Kind.ISSUE,
            "github",
            "rest",
            Set.of("read:user", "user", "public_repo", "repo"),
            Duration.ofMinutes(15));
    private static final Duration FULL_PASS_EVERY = Duration.ofDays(7);
    /** For clocks that differ, and for what GitHub lists a little late. */
    static final Duration OVERLAP = Duration.ofMinutes(10);

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

    /** {@link Cursor#feed()} holds the time since when changes are asked for. */
    @Override
    public FetchOutcome<Cursor> fetchPage(Api api, Cursor cursor) {
        Cursor due = cursor.renewed(api.now(), FULL_PASS_EVERY);
        Cursor at = due.begins() ? due.remembering(since(api.now())) : due;
        return switch (api.ask(request(at.page(), at.feed()))) {
            case ApiOutcome.Answered answered -> page(api, at, answered);
            case ApiOutcome other -> other.interrupted();
        };
    }

    /** From where the next run asks, when this one begins at that time. */
    static String since(Instant now) {
        return now.minus(OVERLAP).truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static ApiRequest request(@Nullable String page, @Nullable String since) {
        return page != null
                ? ApiRequest.exactly(PATH, page).build()
                : ApiRequest.of(PATH)
                        .with("filter", "all")
                        .with("state", "all")
                        .with("sort", "created")
                        .with("direction", "asc")
                        .with("per_page", PER_PAGE)
                        .withIf("since", since)
                        .build();
    }

    private static FetchOutcome<Cursor> page(Api api, Cursor at, ApiOutcome.Answered answered) {
        GithubPage page = GithubPage.read(api, answered, GithubItems::issue).orElse(null);
        if (page == null) {
            return new FetchOutcome.Interrupted<>(ApiOutcome.garbage());
        }
        return page.next() == null
                ? at.last(page.items(), at.coming(), api.now())
                : at.more(page.items(), page.next(), api.now());
    }
}
