package dev.concierge.server.sync.streams;

import dev.concierge.server.outbound.AnswerHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Somebody's notifications, read ones too ({@code GET /notifications}). Changes are asked for by time ({@code since}) and only if there are new ones
 * ({@code If-Modified-Since}), not more often than {@code X-Poll-Interval} allows. Those marked as done leave the list without a word, which a full pass
 * sees every day.
 */
@Component
class GithubNotificationsStream implements Stream<GithubNotificationsCheckpoint> {
    private static final String PATH = "/notifications";
    private static final StreamDescription DESCRIPTION = new StreamDescription(
            "github.api.notifications",
            "Notifications",
            Kind.NOTIFICATION,
            "github",
            "rest",
            Set.of("notifications", "repo"),
            Duration.ofMinutes(15));
    private static final Duration FULL_PASS_EVERY = Duration.ofDays(1);
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,5}");
    private static final int PER_PAGE = 50;

    private final ApiErrors errors = new GithubApiErrors();

    @Override
    public StreamDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Class<GithubNotificationsCheckpoint> checkpointType() {
        return GithubNotificationsCheckpoint.class;
    }

    @Override
    public GithubNotificationsCheckpoint start() {
        return GithubNotificationsCheckpoint.START;
    }

    @Override
    public ApiErrors errors() {
        return errors;
    }

    @Override
    public FetchOutcome<GithubNotificationsCheckpoint> fetchPage(Api api, GithubNotificationsCheckpoint checkpoint) {
        Duration wait = checkpoint.untilAllowed(api.now());
        if (wait != null) {
            return new FetchOutcome.Interrupted<>(new ApiOutcome.Busy(wait));
        }
        Cursor due = checkpoint.cursor().renewed(api.now(), FULL_PASS_EVERY);
        boolean begins = due.begins();
        Cursor at = begins ? due.remembering(GithubIssuesStream.since(api.now())) : due;
        String modified = at.full() ? null : checkpoint.modified();
        return switch (api.ask(request(at, modified))) {
            case ApiOutcome.Answered answered ->
                page(api, begins ? begun(api, at, answered.headers(), null) : checkpoint.with(at), answered);
            case ApiOutcome.Unchanged unchanged
            when begins && modified != null ->
                page(begun(api, at, unchanged.headers(), modified), at.last(List.of(), api.now()));
            case ApiOutcome other -> other.interrupted();
        };
    }

    private static ApiRequest request(Cursor at, @Nullable String modified) {
        String page = at.page();
        return page != null
                ? ApiRequest.exactly(PATH, page).build()
                : ApiRequest.of(PATH)
                        .with("all", "true")
                        .with("per_page", PER_PAGE)
                        .withIf("since", at.feed())
                        .header("If-Modified-Since", modified)
                        .build();
    }

    /** A run begins with these headers. */
    private static GithubNotificationsCheckpoint begun(
            Api api, Cursor at, AnswerHeaders headers, @Nullable String modified) {
        return new GithubNotificationsCheckpoint(
                at, headers.first("Last-Modified").orElse(modified), pollAgain(api.now(), headers));
    }

    private static @Nullable Instant pollAgain(Instant now, AnswerHeaders headers) {
        String seconds = headers.first("X-Poll-Interval").orElse("");
        return SECONDS.matcher(seconds).matches() ? now.plusSeconds(Long.parseLong(seconds)) : null;
    }

    private static FetchOutcome<GithubNotificationsCheckpoint> page(
            Api api, GithubNotificationsCheckpoint at, ApiOutcome.Answered answered) {
        GithubPage page =
                GithubPage.read(api, answered, GithubItems::notification).orElse(null);
        if (page == null) {
            return new FetchOutcome.Interrupted<>(ApiOutcome.garbage());
        }
        return page.next() == null
                ? page(at, at.cursor().last(page.items(), at.cursor().coming(), api.now()))
                : page(at, at.cursor().more(page.items(), page.next(), api.now()));
    }

    private static FetchOutcome<GithubNotificationsCheckpoint> page(
            GithubNotificationsCheckpoint at, FetchOutcome.Page<Cursor> page) {
        return new FetchOutcome.Page<>(
                page.items(), page.passing(), page.goneParts(), at.with(page.next()), page.end());
    }
}
