package dev.concierge.server.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.BelongingsView;
import dev.concierge.sandbox.Fault;
import dev.concierge.sandbox.Knobs;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Drive files from the sandbox to the records, over HTTP. */
@Tag("flow")
class GoogleDriveSyncTest {
    private static final String FILE = """
            {"id":"1newfile","name":"Zähne.pdf","mimeType":"application/pdf","trashed":false,
             "modifiedTime":"2026-11-20T08:00:00.000Z","webViewLink":"https://drive.google.com/file/d/1newfile/view"}
            """;

    private World world;
    private SyncedPerson linh;
    private BelongingsView files;

    @BeforeEach
    void connect() {
        world = World.start();
        linh = SyncedPerson.connect(world, "google", Visitor.LINH_WORK, Set.of(GoogleDriveCase.SCOPE));
        files = world.sandbox().belongings("google", "files", Visitor.LINH_WORK);
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void the_first_sync_brings_every_file_that_is_not_in_the_bin() {
        linh.runDue();

        assertThat(linh.outcomes()).containsExactly("done");
        assertThat(linh.records()).isEqualTo(notInTheBin()).isGreaterThan(20);
        assertThat(titles()).contains("Shared by Mara", "会議メモ").doesNotContain("Old draft");
    }

    @Test
    void a_file_that_is_added_renamed_binned_taken_back_and_deleted_is_followed() {
        linh.runDue();
        long before = linh.records();

        files.add(FILE);
        next();
        assertThat(linh.records()).isEqualTo(before + 1);
        assertThat(titles()).contains("Zähne.pdf");

        files.change("1newfile", "{\"name\":\"Teeth.pdf\"}");
        next();
        assertThat(titles()).contains("Teeth.pdf").doesNotContain("Zähne.pdf");

        files.change("1newfile", "{\"trashed\":true}");
        next();
        assertThat(linh.records()).isEqualTo(before);

        files.change("1newfile", "{\"trashed\":false}");
        next();
        assertThat(linh.records()).isEqualTo(before + 1);

        files.remove("1newfile");
        next();
        assertThat(linh.records()).isEqualTo(before);
        assertThat(linh.outcomes()).containsOnly("done");
        assertThat(world.sandbox().ledger().count("google", "files", "full"))
                .as("everything is read once")
                .isEqualTo(1);
    }

    @Test
    void a_change_that_google_tells_of_is_here_without_waiting_for_the_schedule() {
        linh.runDue();
        world.advance(Duration.ofMinutes(1));
        linh.runDue();
        assertThat(world.sandbox().ledger().count("google", "watchChanges", "watched"))
                .isOne();

        files.add(FILE);
        linh.runDue();
        assertThat(titles()).contains("Zähne.pdf");
    }

    @Test
    void what_changes_during_the_first_pass_is_not_missed() {
        linh.runDue();
        long before = linh.records();
        SyncedPerson other = SyncedPerson.connect(world, "google", Visitor.LINH_WORK, Set.of(GoogleDriveCase.SCOPE));
        Claim claim = world.server()
                .bean(ClaimRepository.class)
                .next("google", Duration.ofMinutes(2))
                .orElseThrow();
        world.server().bean(SyncEngine.class).run(claim, () -> true);
        files.add(FILE);
        world.server().bean(SyncEngine.class).run(nextClaim(), () -> false);
        files.remove("1newfile");
        world.advance(Duration.ofMinutes(16));
        other.runDue();

        assertThat(other.records()).isEqualTo(before);
        assertThat(other.tombstones()).isEqualTo(1);
    }

    @Test
    void a_place_that_google_does_not_know_any_more_leads_to_a_full_pass_that_also_finds_what_is_gone() {
        linh.runDue();
        long before = linh.records();
        files.remove(files.all().getFirst().id());
        fail(400, null, "{\"error\":{\"code\":400,\"errors\":[{\"reason\":\"invalid\",\"location\":\"pageToken\"}]}}");
        next();

        assertThat(linh.outcomes()).containsExactly("done", "done");
        assertThat(linh.records()).isEqualTo(before - 1).isEqualTo(notInTheBin());
        assertThat(linh.tombstones()).isEqualTo(1);
        assertThat(linh.latestVersion())
                .as("what was the same is not written again")
                .isEqualTo(2);
    }

    @Test
    void a_limit_is_waited_for_and_a_scope_that_is_missing_after_all_is_not_asked_for_again() {
        linh.runDue();
        fail(429, 120, null);
        next();
        assertThat(linh.outcomes()).endsWith("rate_limited");
        world.advance(Duration.ofSeconds(121));
        linh.runDue();
        assertThat(linh.outcomes()).endsWith("done");

        fail(403, null, "{\"error\":{\"code\":403,\"errors\":[{\"reason\":\"userRateLimitExceeded\"}]}}");
        next();
        assertThat(linh.outcomes()).endsWith("rate_limited");
        world.advance(Duration.ofHours(1));
        fail(403, null, "{\"error\":{\"code\":403,\"errors\":[{\"reason\":\"insufficientPermissions\"}]}}");
        linh.runDue();
        assertThat(linh.outcomes()).endsWith("not_allowed");
        assertThat(linh.status("google.drive.files").nextRunAt()).isNull();
    }

    @Test
    void who_allowed_the_calendar_alone_has_the_files_switched_off() {
        SyncedPerson shy = SyncedPerson.connect(world, Visitor.LINH_HOME);
        shy.runDue();

        assertThat(shy.status("google.drive.files").state()).isEqualTo("not_allowed");
        assertThat(shy.status("google.drive.files").cause()).isEqualTo("not_granted");
        assertThat(world.sandbox().ledger().count("google", "startPageToken", "ok"))
                .as("Linh's other account alone")
                .isEqualTo(1);
    }

    private Claim nextClaim() {
        return world.server()
                .bean(ClaimRepository.class)
                .next("google", Duration.ofMinutes(2))
                .orElseThrow();
    }

    private long notInTheBin() {
        return files.all().stream()
                .filter(file -> !file.content().path("trashed").asBoolean(false))
                .count();
    }

    private List<String> titles() {
        return linh.column("google.drive.files", "title");
    }

    private void next() {
        world.advance(Duration.ofMinutes(16));
        linh.runDue();
    }

    private void fail(int status, @Nullable Integer retryAfter, @Nullable String body) {
        JsonNode json = body == null ? null : JsonMapper.builder().build().readTree(body);
        world.sandbox()
                .knobs()
                .set(Knobs.FAIL_NEXT, List.of(new Fault.FailNext("changes", status, retryAfter, null, 1, json)));
    }
}
