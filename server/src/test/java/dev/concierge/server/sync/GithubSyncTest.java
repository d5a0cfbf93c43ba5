package dev.concierge.server.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.Fault;
import dev.concierge.sandbox.Knobs;
import dev.concierge.sandbox.github.GithubKnobs;
import dev.concierge.sandbox.things.Thing;
import dev.concierge.sandbox.things.Things;
import dev.concierge.server.flow.ProviderWorld;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** GitHub's streams against the sandbox, over HTTP. */
@Tag("flow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GithubSyncTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String LINH = Visitor.LINH_WORK;

    private ProviderWorld providers;
    private World world;
    private Things things;

    @BeforeAll
    void start() {
        providers = new ProviderWorld();
        world = providers.world();
        things = world.sandbox().things("github");
    }

    @AfterAll
    void close() {
        providers.close();
    }

    @BeforeEach
    void nobodyElse() {
        world.database().owner().sql("delete from streams").update();
        world.sandbox().knobs("github").set(Knobs.FAIL_NEXT, List.of());
        world.sandbox().knobs("github").set(GithubKnobs.GITHUB_APP, false);
        world.sandbox().ledger().clear();
    }

    @Test
    void the_first_run_brings_everything_page_by_page() {
        SyncedPerson linh = connect("repo", "notifications");

        assertThat(linh.outcomes()).containsOnly("done").hasSize(3);
        for (String kind : List.of("repositories", "issues", "notifications")) {
            assertThat(stored(linh, kind))
                    .as(kind)
                    .isEqualTo(things.of(LINH, kind).size())
                    .isPositive();
        }
        assertThat(calls("issues")).isEqualTo(2);
        assertThat(calls("notifications")).isEqualTo(2);
    }

    @Test
    void what_is_added_changed_and_removed_arrives() {
        SyncedPerson linh = connect("repo", "notifications");
        Thing repository = things.add(LINH, "repositories", content("{\"name\":\"brand-new\"}"));
        Thing issue = things.add(LINH, "issues", content("{\"title\":\"Brand new\",\"number\":9001}"));
        Thing note = things.add(LINH, "notifications", content("{\"subject\":{\"title\":\"Brand new\"}}"));
        next(linh, Duration.ofHours(2));
        assertThat(title(linh, repository)).isEqualTo("linhtran/brand-new");
        assertThat(title(linh, issue)).isEqualTo("Brand new");
        assertThat(title(linh, note)).isEqualTo("Brand new");

        things.change(LINH, "issues", issue.id(), content("{\"title\":\"Changed\"}"));
        things.remove(LINH, "repositories", repository.id());
        next(linh, Duration.ofHours(2));
        assertThat(title(linh, issue)).isEqualTo("Changed");
        assertThat(title(linh, repository)).as("gone at the next run").isEmpty();

        things.remove(LINH, "issues", issue.id());
        things.remove(LINH, "notifications", note.id());
        next(linh, Duration.ofHours(2));
        assertThat(title(linh, issue)).as("nothing says so yet").isEqualTo("Changed");

        next(linh, Duration.ofDays(8));
        assertThat(title(linh, issue)).isEmpty();
        assertThat(title(linh, note)).isEmpty();
        for (String kind : List.of("repositories", "issues", "notifications")) {
            assertThat(stored(linh, kind))
                    .as(kind)
                    .isEqualTo(things.of(LINH, kind).size());
        }
    }

    @Test
    void what_is_the_same_is_answered_by_304_and_writes_nothing() {
        SyncedPerson linh = connect("repo", "notifications");
        next(linh, Duration.ofHours(2));

        assertThat(linh.outcomes()).containsOnly("done").hasSize(6);
        assertThat(linh.latestVersion()).isEqualTo(1);
        assertThat(world.sandbox().ledger().entries())
                .filteredOn(entry -> "unchanged".equals(entry.outcome()))
                .extracting(entry -> entry.endpoint())
                .containsExactlyInAnyOrder("repositories", "notifications");
    }

    @Test
    void without_repo_only_what_everybody_sees_is_brought() {
        SyncedPerson linh = connect("read:user", "notifications");

        assertThat(stored(linh, "repositories"))
                .isPositive()
                .isLessThan(things.of(LINH, "repositories").size());
        assertThat(linh.count(
                        "select count(*) from records where integration_id = :id and content->>'private' = 'true'"))
                .isZero();
    }

    @Test
    void a_token_of_a_github_app_may_not_see_notifications_and_that_is_said() {
        world.sandbox().knobs("github").set(GithubKnobs.GITHUB_APP, true);
        SyncedPerson linh = connect("repo", "notifications");

        assertThat(state(linh, "notifications")).isEqualTo("not_allowed");
        assertThat(state(linh, "repositories")).isEqualTo("in_step");
    }

    @Test
    void limits_are_waited_for_as_told() {
        fail(429, 120);
        SyncedPerson linh = connect("repo");
        assertThat(linh.outcomes()).containsOnly("rate_limited");

        linh.syncNow();
        assertThat(linh.outcomes()).as("nobody cuts the provider's pause short").hasSize(3);
        world.advance(Duration.ofSeconds(121));
        linh.runDue();
        assertThat(stored(linh, "issues")).isEqualTo(things.of(LINH, "issues").size());
    }

    @Test
    void a_window_that_is_used_up_is_waited_for() {
        world.advance(Duration.ofHours(1));
        world.sandbox().knobs("github").set(GithubKnobs.REQUESTS_PER_HOUR, 0L);
        SyncedPerson linh = connect("repo");
        assertThat(linh.outcomes()).containsOnly("rate_limited");
        world.sandbox().knobs("github").set(GithubKnobs.REQUESTS_PER_HOUR, 5_000L);

        world.advance(Duration.ofMinutes(30));
        linh.runDue();
        assertThat(linh.outcomes()).hasSize(3);
        next(linh, Duration.ofMinutes(31));
        assertThat(state(linh, "issues")).isEqualTo("in_step");
    }

    private SyncedPerson connect(String... scopes) {
        SyncedPerson linh = SyncedPerson.connect(world, "github", LINH, Set.of(scopes));
        linh.runDue();
        return linh;
    }

    private void next(SyncedPerson person, Duration later) {
        world.advance(later);
        person.runDue();
    }

    private void fail(int status, int retryAfter) {
        world.sandbox()
                .knobs("github")
                .set(
                        Knobs.FAIL_NEXT,
                        Stream.of("repositories", "issues", "notifications")
                                .map(endpoint -> new Fault.FailNext(endpoint, status, retryAfter, null, 1, null))
                                .toList());
    }

    private long calls(String endpoint) {
        return world.sandbox().ledger().entries().stream()
                .filter(entry ->
                        entry.provider().equals("github") && entry.endpoint().equals(endpoint))
                .count();
    }

    private static long stored(SyncedPerson person, String kind) {
        return person.count(
                "select count(*) from records where integration_id = :id and deleted_at is null and stream = 'github.api."
                        + kind + "'");
    }

    private String title(SyncedPerson person, Thing thing) {
        return world.database()
                .owner()
                .sql(
                        "select title from records where integration_id = :id and stream = :stream and upstream_id = :upstream and deleted_at is null")
                .param("id", person.integration())
                .param("stream", "github.api." + thing.kind())
                .param("upstream", thing.id())
                .query(String.class)
                .optional()
                .orElse("");
    }

    private String state(SyncedPerson person, String kind) {
        return world.server().bean(SyncReader.class).status(person.account()).stream()
                .filter(status -> status.stream().equals("github.api." + kind))
                .findFirst()
                .orElseThrow()
                .state();
    }

    private static ObjectNode content(String json) {
        return (ObjectNode) JSON.readTree(json);
    }
}
