package dev.concierge.server.sync.streams;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * What the organisations post that a person runs at LinkedIn ({@code organizationAcls}, {@code posts}), with its figures where the person allows them
 * ({@code organizationalEntityShareStatistics}). There is no feed of changes: each run passes over everything, in the order in which it was written, which
 * a change does not move. LinkedIn counts calls by the day, so there are two runs in a day.
 */
@Component
class LinkedinPostsStream implements Stream<LinkedinCheckpoint>, ShowsFigures {
    private static final List<String> FIGURES = List.of("r_organization_admin", "rw_organization_admin");
    private static final StreamDescription DESCRIPTION = new StreamDescription(
                    "linkedin.rest.posts",
                    "Company posts",
                    Kind.POST,
                    "linkedin",
                    "rest",
                    Set.of("r_organization_social"),
                    Duration.ofHours(12))
            .alsoWith(FIGURES.getFirst());
    private static final int PER_PAGE = 50;
    private static final Map<Figure, List<String>> COUNTED = Map.of(
            Figure.VIEWS, List.of("$.statistics.impressionCount"),
            Figure.LIKES, List.of("$.statistics.likeCount"),
            Figure.COMMENTS, List.of("$.statistics.commentCount"),
            Figure.SHARES, List.of("$.statistics.shareCount"));

    private final ApiErrors errors = new LinkedinApiErrors();

    @Override
    public StreamDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Class<LinkedinCheckpoint> checkpointType() {
        return LinkedinCheckpoint.class;
    }

    @Override
    public LinkedinCheckpoint start() {
        return LinkedinCheckpoint.START;
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
    public FetchOutcome<LinkedinCheckpoint> fetchPage(Api api, LinkedinCheckpoint checkpoint) {
        return checkpoint.listing() ? list(api, checkpoint) : posts(api, checkpoint);
    }

    private static FetchOutcome<LinkedinCheckpoint> list(Api api, LinkedinCheckpoint checkpoint) {
        ApiRequest request = ApiRequest.of("/organizationAcls")
                .with("q", "roleAssignee")
                .with("role", "ADMINISTRATOR")
                .with("state", "APPROVED")
                .with("start", checkpoint.start())
                .with("count", PER_PAGE)
                .build();
        return switch (api.ask(request)) {
            case ApiOutcome.Answered answered -> listed(checkpoint, answered.body());
            case ApiOutcome other -> other.interrupted();
        };
    }

    private static FetchOutcome<LinkedinCheckpoint> listed(LinkedinCheckpoint checkpoint, JsonNode body) {
        JsonNode elements = body.path("elements");
        if (!elements.isArray()) {
            return new FetchOutcome.Interrupted<>(ApiOutcome.garbage());
        }
        Set<String> found = new LinkedHashSet<>(checkpoint.listed() == null ? List.of() : checkpoint.listed());
        for (JsonNode element : elements) {
            String urn = element.path("organization").asString("");
            if (!urn.isEmpty()) {
                found.add(urn);
            }
        }
        List<String> soFar = List.copyOf(found);
        int next = checkpoint.start() + elements.size();
        if (more(body, next)) {
            return FetchOutcome.Page.moved(checkpoint.moreListed(soFar, next));
        }
        Set<String> gone = new LinkedHashSet<>(checkpoint.organizations());
        gone.removeAll(found);
        return new FetchOutcome.Page<>(
                List.of(), new Passing.Changes(), gone, LinkedinCheckpoint.reading(soFar), soFar.isEmpty());
    }

    private static FetchOutcome<LinkedinCheckpoint> posts(Api api, LinkedinCheckpoint checkpoint) {
        ApiRequest request = ApiRequest.of("/posts")
                .with("q", "author")
                .with("author", checkpoint.current())
                .with("sortBy", "CREATED")
                .with("start", checkpoint.start())
                .with("count", PER_PAGE)
                .build();
        return switch (api.ask(request)) {
            case ApiOutcome.Answered answered -> page(api, checkpoint, answered.body());
            case ApiOutcome other -> other.interrupted();
        };
    }

    private static FetchOutcome<LinkedinCheckpoint> page(Api api, LinkedinCheckpoint checkpoint, JsonNode body) {
        JsonNode elements = body.path("elements");
        if (!elements.isArray()) {
            return new FetchOutcome.Interrupted<>(ApiOutcome.garbage());
        }
        List<ApiRequest> asking = FIGURES.stream().anyMatch(api::granted)
                ? LinkedinFigures.requests(checkpoint.current(), elements)
                : List.of();
        List<JsonNode> figures = new ArrayList<>();
        for (ApiRequest request : asking) {
            switch (api.ask(request)) {
                case ApiOutcome.Answered answered -> figures.add(answered.body());
                case ApiOutcome.NotAllowed() -> {} // this one's figures are not for this person; its posts are
                case ApiOutcome other -> {
                    return other.interrupted();
                }
            }
        }
        return stored(checkpoint, body, LinkedinFigures.read(figures));
    }

    private static FetchOutcome<LinkedinCheckpoint> stored(
            LinkedinCheckpoint checkpoint, JsonNode body, Map<String, JsonNode> figures) {
        JsonNode elements = body.path("elements");
        int next = checkpoint.start() + elements.size();
        boolean ends = !more(body, next);
        LinkedinCheckpoint following = ends ? checkpoint.following() : checkpoint.from(next);
        return new FetchOutcome.Page<>(
                LinkedinPosts.items(checkpoint.current(), elements, figures),
                new Passing.Everything(checkpoint.current(), checkpoint.start() == 0, ends),
                Set.of(),
                following,
                ends && following.listing());
    }

    /** LinkedIn links the next page, or tells how much there is. */
    private static boolean more(JsonNode body, int read) {
        for (JsonNode link : body.path("paging").path("links")) {
            if (link.path("rel").asString("").equals("next")) {
                return true;
            }
        }
        return body.path("paging").path("total").asInt(0) > read;
    }
}
