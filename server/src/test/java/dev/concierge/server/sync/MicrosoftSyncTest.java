package dev.concierge.server.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.CalendarView;
import dev.concierge.sandbox.Fault;
import dev.concierge.sandbox.Knobs;
import dev.concierge.sandbox.calendar.CalendarEvent;
import dev.concierge.sandbox.microsoft.MicrosoftKnobs;
import dev.concierge.sandbox.things.Thing;
import dev.concierge.sandbox.things.Things;
import dev.concierge.server.flow.ProviderWorld;
import dev.concierge.server.integrations.SyncedContent;
import dev.concierge.server.integrations.SyncedContent.Upcoming;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Microsoft's streams against the sandbox, over HTTP. */
@Tag("flow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MicrosoftSyncTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String LINH = Visitor.LINH_WORK;

    private ProviderWorld providers;
    private World world;
    private Things things;

    @BeforeAll
    void start() {
        providers = new ProviderWorld();
        world = providers.world();
        things = world.sandbox().things("microsoft");
    }

    @AfterAll
    void close() {
        providers.close();
    }

    @BeforeEach
    void nobodyElse() {
        world.database().owner().sql("delete from streams").update();
        world.sandbox().knobs("microsoft").resetAll();
        world.sandbox().ledger().clear();
    }

    @Test
    void the_first_run_brings_all_files_but_the_root_page_by_page() {
        SyncedPerson linh = connect("Files.Read");

        assertThat(stored(linh, "files"))
                .isEqualTo(things.of(LINH, "files").size() - 1)
                .isGreaterThan(200);
        assertThat(calls("files")).isEqualTo(2);
    }

    @Test
    void files_that_are_added_changed_and_deleted_arrive() {
        SyncedPerson linh = connect("Files.Read");
        Thing file = things.add(LINH, "files", content("{\"name\":\"New.txt\",\"file\":{}}"));
        next(linh, Duration.ofMinutes(16));
        assertThat(title(linh, "files", file.id())).isEqualTo("New.txt");

        things.change(LINH, "files", file.id(), content("{\"name\":\"Renamed.txt\"}"));
        next(linh, Duration.ofMinutes(16));
        assertThat(title(linh, "files", file.id())).isEqualTo("Renamed.txt");

        things.remove(LINH, "files", file.id());
        next(linh, Duration.ofMinutes(16));
        assertThat(title(linh, "files", file.id())).isEmpty();
        assertThat(linh.tombstones()).isEqualTo(1);
        assertThat(linh.outcomes()).containsOnly("done");
        assertThat(linh.latestVersion()).isEqualTo(3);
    }

    @Test
    void a_link_that_is_too_old_leads_to_a_full_pass_that_also_finds_what_is_gone() {
        SyncedPerson linh = connect("Files.Read");
        Thing file = things.add(LINH, "files", content("{\"name\":\"Soon gone.txt\",\"file\":{}}"));
        next(linh, Duration.ofMinutes(16));
        long before = stored(linh, "files");

        things.remove(LINH, "files", file.id());
        world.sandbox().knobs("microsoft").set(MicrosoftKnobs.DELTA_TOKEN_LIFE_SECONDS, 60L);
        next(linh, Duration.ofMinutes(16));
        assertThat(linh.outcomes()).containsOnly("done");
        assertThat(stored(linh, "files")).isEqualTo(before - 1);
        assertThat(world.sandbox().ledger().entries())
                .filteredOn(entry -> "too_old".equals(entry.outcome()))
                .hasSize(1);
    }

    @Test
    void too_many_requests_are_answered_by_waiting_as_told() {
        world.sandbox()
                .knobs("microsoft")
                .set(Knobs.FAIL_NEXT, List.of(new Fault.FailNext("files", 429, 120, null, 1, null)));
        SyncedPerson linh = connect("Files.Read");
        assertThat(linh.outcomes()).containsExactly("rate_limited");

        linh.syncNow();
        assertThat(linh.outcomes()).as("nobody cuts the provider's pause short").hasSize(1);
        next(linh, Duration.ofSeconds(121));
        assertThat(linh.outcomes()).containsExactly("rate_limited", "done");
    }

    @Test
    void events_of_the_window_are_brought_and_series_lend_their_title_to_their_occurrences() {
        SyncedPerson linh = connect("Calendars.Read");

        assertThat(linh.outcomes()).containsExactly("done");
        assertThat(stored(linh, "events")).isGreaterThan(100);
        assertThat(
                        linh.count(
                                "select count(*) from records where integration_id = :id and content->>'type' = 'occurrence' and title = 'Stand-up'"))
                .isGreaterThan(50);
        assertThat(
                        linh.count(
                                "select count(*) from records where integration_id = :id and content->>'type' = 'seriesMaster'"))
                .isZero();
        List<Upcoming> upcoming =
                world.server().bean(SyncedContent.class).upcoming(linh.account(), linh.integration(), 50);
        assertThat(upcoming).extracting(Upcoming::title).contains("Stand-up");
    }

    @Test
    void events_that_are_added_changed_and_cancelled_arrive() {
        SyncedPerson linh = connect("Calendars.Read");
        CalendarView calendar = world.sandbox().calendar("microsoft", LINH);
        LocalDateTime soon = LocalDateTime.ofInstant(world.clock().instant().plus(Duration.ofDays(3)), ZoneOffset.UTC);
        CalendarEvent event = calendar.add("Dentist", soon, soon.plusHours(1));
        next(linh, Duration.ofMinutes(16));
        assertThat(title(linh, "events", event.id())).isEqualTo("Dentist");

        calendar.change(event.id(), content -> content.titled("Dentist, later"));
        next(linh, Duration.ofMinutes(16));
        assertThat(title(linh, "events", event.id())).isEqualTo("Dentist, later");

        calendar.cancel(event.id());
        next(linh, Duration.ofMinutes(16));
        assertThat(title(linh, "events", event.id())).isEmpty();
        assertThat(linh.outcomes()).containsOnly("done");
    }

    @Test
    void the_window_moves_on_with_a_full_pass_every_week() {
        SyncedPerson linh = connect("Calendars.Read");
        world.sandbox().ledger().clear();
        next(linh, Duration.ofDays(8));

        assertThat(world.sandbox().ledger().entries())
                .filteredOn(entry -> entry.endpoint().equals("events"))
                .isNotEmpty()
                .allMatch(entry -> "full".equals(entry.outcome()));
    }

    @Test
    void messages_of_all_folders_are_brought_without_what_stands_in_them() {
        SyncedPerson linh = connect("Mail.Read");

        assertThat(linh.outcomes()).containsExactly("done");
        assertThat(stored(linh, "messages"))
                .isEqualTo(things.of(LINH, "messages").size())
                .isGreaterThan(200);
        assertThat(linh.count("select count(distinct part) from records where integration_id = :id"))
                .isEqualTo(2);
        assertThat(linh.count(
                        "select count(*) from records where integration_id = :id and content->'body' is not null"))
                .isZero();
    }

    @Test
    void messages_that_come_change_and_go_arrive_and_a_folder_takes_its_messages_along() {
        SyncedPerson linh = connect("Mail.Read");
        Thing folder = things.add(LINH, "folders", content("{\"displayName\":\"Receipts\"}"));
        Thing message = things.add(
                LINH, "messages", content("{\"subject\":\"Your receipt\",\"parentFolderId\":\"" + folder.id() + "\"}"));
        next(linh, Duration.ofMinutes(16));
        assertThat(title(linh, "messages", message.id())).isEqualTo("Your receipt");

        things.change(LINH, "messages", message.id(), content("{\"subject\":\"Re: Your receipt\",\"isRead\":true}"));
        next(linh, Duration.ofMinutes(16));
        assertThat(title(linh, "messages", message.id())).isEqualTo("Re: Your receipt");

        things.remove(LINH, "messages", message.id());
        next(linh, Duration.ofMinutes(16));
        assertThat(title(linh, "messages", message.id())).isEmpty();

        Thing other = things.add(
                LINH, "messages", content("{\"subject\":\"Another\",\"parentFolderId\":\"" + folder.id() + "\"}"));
        next(linh, Duration.ofMinutes(16));
        assertThat(title(linh, "messages", other.id())).isEqualTo("Another");
        things.remove(LINH, "folders", folder.id());
        next(linh, Duration.ofMinutes(16));
        assertThat(title(linh, "messages", other.id())).isEmpty();
        assertThat(linh.outcomes()).containsOnly("done");
        things.remove(LINH, "messages", other.id());
    }

    @Test
    void who_has_no_mailbox_has_files_all_the_same() {
        SyncedPerson home = SyncedPerson.connect(
                world, "microsoft", Visitor.LINH_HOME, Set.of("Files.Read", "Mail.Read", "offline_access"));
        home.runDue();

        assertThat(world.server().bean(SyncReader.class).status(home.account()))
                .filteredOn(status -> !status.state().equals("not_allowed"))
                .extracting(SyncReader.Status::stream, SyncReader.Status::state, SyncReader.Status::cause)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("microsoft.graph.files", "in_step", null),
                        org.assertj.core.groups.Tuple.tuple("microsoft.graph.messages", "failed", "no_mailbox"));
    }

    private SyncedPerson connect(String scope) {
        SyncedPerson linh = SyncedPerson.connect(world, "microsoft", LINH, Set.of(scope, "offline_access"));
        linh.runDue();
        return linh;
    }

    private void next(SyncedPerson person, Duration later) {
        world.advance(later);
        person.runDue();
    }

    private long calls(String endpoint) {
        return world.sandbox().ledger().entries().stream()
                .filter(entry -> entry.endpoint().equals(endpoint))
                .count();
    }

    private static long stored(SyncedPerson person, String kind) {
        return person.count(
                "select count(*) from records where integration_id = :id and deleted_at is null and stream = 'microsoft.graph."
                        + kind + "'");
    }

    private String title(SyncedPerson person, String kind, String upstream) {
        return world.database()
                .owner()
                .sql(
                        "select title from records where integration_id = :id and stream = :stream and upstream_id = :upstream and deleted_at is null")
                .param("id", person.integration())
                .param("stream", "microsoft.graph." + kind)
                .param("upstream", upstream)
                .query(String.class)
                .optional()
                .orElse("");
    }

    private static ObjectNode content(String json) {
        return (ObjectNode) JSON.readTree(json);
    }
}
