package dev.concierge.server.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.CalendarView;
import dev.concierge.sandbox.Fault;
import dev.concierge.sandbox.Hang;
import dev.concierge.sandbox.Knobs;
import dev.concierge.sandbox.google.GoogleKnobs;
import dev.concierge.server.jobs.JobRunner;
import dev.concierge.server.jobs.Lane;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Google tells of a change of a calendar: the sandbox sends what Google sends, and attackers what they like. */
@Tag("end-to-end")
class GooglePushTest {
    private static final LocalDateTime NINE = LocalDateTime.of(2030, 5, 2, 9, 0);
    private static final String STOLEN = "A".repeat(43);

    private final HttpClient http = HttpClient.newHttpClient();
    private World world;
    private Visitor linh;
    private UUID integration;

    @BeforeEach
    void connect() {
        world = World.start();
        linh = world.visitor().signUp();
        integration = linh.connected(Visitor.LINH_WORK);
        runDue();
    }

    @AfterEach
    void close() {
        http.close();
        world.close();
    }

    private void runDue() {
        world.server().bean(JobRunner.class).runDue(Lane.SYNC);
    }

    /** The first sync is over, and the channels are open. */
    private void watched() {
        world.advance(Duration.ofMinutes(1));
        runDue();
        assertThat(channels()).isPositive();
    }

    private long channels() {
        return count("select count(*) from push_channels where integration_id = :id and remote_id is not null");
    }

    private long due() {
        return world.database()
                .owner()
                .sql(
                        "select count(*) from streams where integration_id = :id and name = 'google.calendar.events' and due_at <= :now")
                .param("id", integration)
                .param("now", world.clock().instant().atOffset(ZoneOffset.UTC))
                .query(Long.class)
                .single();
    }

    private long count(String sql) {
        return world.database()
                .owner()
                .sql(sql)
                .param("id", integration)
                .query(Long.class)
                .single();
    }

    private List<UUID> ids() {
        return world.database()
                .owner()
                .sql("select id from push_channels where integration_id = :id order by id")
                .param("id", integration)
                .query((row, _) -> row.getObject("id", UUID.class))
                .list();
    }

    private HttpResponse<String> push(Map<String, String> headers, String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(world.url(GooglePushApi.PATH).toString()))
                .POST(HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static Map<String, String> headers(String id, String token, String number) {
        return Map.of(
                "X-Goog-Channel-ID",
                id,
                "X-Goog-Channel-Token",
                token,
                "X-Goog-Message-Number",
                number,
                "X-Goog-Resource-State",
                "exists");
    }

    @Test
    @DisplayName("a change at Google is here without waiting for the schedule, and nobody's Sync now")
    void a_change_is_here_at_once() {
        watched();
        assertThat(due()).isZero();

        world.sandbox().calendar(Visitor.LINH_WORK).add("Dentist", NINE, NINE.plusHours(1));

        assertThat(due()).isOne();
        runDue();
        assertThat(
                        count(
                                "select count(*) from records where integration_id = :id and deleted_at is null and content->>'summary' = 'Dentist'"))
                .isOne();
        assertThat(count("select count(*) from runs where integration_id = :id and manual"))
                .isZero();
        assertThat(due()).isZero();
    }

    @Test
    @DisplayName("I-04 nothing that is kept would let anybody send a push, and the greeting of a channel is no change")
    void secrets_are_kept_as_hashes() {
        watched();

        assertThat(
                        count(
                                "select count(*) from push_channels where integration_id = :id and last_number = 1 and length(secret_hash) = 32"))
                .isEqualTo(channels());
        assertThat(due()).isZero();
    }

    @Test
    @DisplayName("I-04 I-10 forged, guessed and repeated pushes get one answer, and nothing is due by them")
    void forged_and_repeated_pushes_are_refused() throws Exception {
        watched();
        String id = ids().getFirst().toString();
        String known = STOLEN;
        world.database()
                .owner()
                .sql("update push_channels set secret_hash = sha256(convert_to(:secret, 'UTF8')) where id = :id::uuid")
                .param("secret", known)
                .param("id", id)
                .update();

        List<Map<String, String>> forged = List.of(
                headers(id, "B".repeat(43), "7"),
                headers(id, "", "7"),
                headers(id, "x".repeat(5000), "7"),
                headers(UUID.randomUUID().toString(), known, "7"),
                headers("nonsense", known, "7"),
                headers(id, known, "0"),
                headers(id, known, "-1"),
                headers(id, known, "1"),
                headers(id, known, "99999999999999999999"),
                headers(id, hash(id, "hex"), "7"),
                headers(id, hash(id, "base64"), "7"),
                Map.of("X-Goog-Channel-ID", id, "X-Goog-Channel-Token", known),
                Map.of("X-Something", "else"));
        String answer = null;
        for (Map<String, String> each : forged) {
            HttpResponse<String> refused = push(each, "");
            assertThat(refused.statusCode()).as(each.toString()).isEqualTo(404);
            String words = refused.body().replaceAll("\"instance\":\"[^\"]*\"", "");
            answer = answer == null ? words : answer;
            assertThat(words).isEqualTo(answer).doesNotContain(id);
        }
        assertThat(due()).isZero();
        assertThat(push(headers(id, known, "7"), "ignored").statusCode()).isEqualTo(204);
        assertThat(due()).isOne();
        runDue();
        assertThat(push(headers(id, known, "7"), "").statusCode()).isEqualTo(404);
        assertThat(push(headers(id, known, "6"), "").statusCode()).isEqualTo(404);
        assertThat(due()).isZero();
        assertThat(push(headers(id, known, "8"), "x".repeat(1_100_000)).statusCode())
                .isEqualTo(413);
    }

    /** What somebody who reads the database has. */
    private String hash(String id, String form) {
        return world.database()
                .owner()
                .sql("select encode(secret_hash, :form) from push_channels where id = :id::uuid")
                .param("form", form)
                .param("id", id)
                .query(String.class)
                .single();
    }

    @Test
    @DisplayName("a channel gets a successor a day before its end, and the old one is stopped at Google")
    void a_channel_is_renewed_before_its_end() {
        watched();
        List<UUID> before = ids();

        world.advance(Duration.ofDays(5));
        runDue();
        assertThat(ids()).isEqualTo(before);
        world.advance(Duration.ofDays(1).plusHours(1));
        runDue();

        assertThat(ids()).hasSameSizeAs(before).doesNotContainAnyElementsOf(before);
        assertThat(stopped()).isEqualTo(before.size());
        world.sandbox().calendar(Visitor.LINH_WORK).add("Dentist", NINE, NINE.plusHours(1));
        assertThat(due()).isOne();
    }

    private long stopped() {
        return world.sandbox().ledger().count("google", "stopChannel", "stopped");
    }

    @Test
    @DisplayName("a calendar that is added at Google is here at once")
    void a_new_calendar_is_here_at_once() {
        watched();
        CalendarView added = world.sandbox().addCalendar("google", Visitor.LINH_WORK, "Choir");

        assertThat(due()).isOne();
        added.add("Rehearsal", NINE, NINE.plusHours(1));
        runDue();
        assertThat(
                        count(
                                "select count(*) from records where integration_id = :id and deleted_at is null and content->>'summary' = 'Rehearsal'"))
                .isOne();
    }

    @Test
    @DisplayName("I-09 a disconnect waits for no provider that hangs")
    void a_provider_that_hangs_holds_up_no_disconnect() {
        watched();
        world.sandbox().knobs().set(Knobs.HANG, List.of(Hang.untilReleased("stopChannel")));
        String path = "/integrations/" + integration + "/disconnect";
        linh.browser().submit(linh.open(path), "form[action='" + path + "']", Map.of());
        world.sandbox().knobs().resetAll();

        assertThat(count("select count(*) from push_channels where integration_id = :id"))
                .isZero();
        assertThat(world.sandbox().ledger().entries("google", "revoke")).isNotEmpty();
    }

    @Test
    @DisplayName("I-09 after a disconnect the channels are forgotten, and what still comes on them is refused")
    void a_disconnect_ends_the_channels() {
        watched();
        long open = channels();
        String path = "/integrations/" + integration + "/disconnect";
        linh.browser().submit(linh.open(path), "form[action='" + path + "']", Map.of());

        assertThat(count("select count(*) from push_channels where integration_id = :id"))
                .isZero();
        assertThat(count("select count(*) from push_watches where integration_id = :id"))
                .isZero();
        assertThat(stopped()).as("stopped at Google").isEqualTo(open);
        world.sandbox().calendar(Visitor.LINH_WORK).add("Dentist", NINE, NINE.plusHours(1));
        world.advance(Duration.ofDays(2));
        runDue();
        assertThat(count("select count(*) from push_channels where integration_id = :id"))
                .isZero();
    }

    @Test
    @DisplayName("when Google has trouble, the channels come later; when it wants none, the schedule does")
    void trouble_at_google_is_waited_for() {
        world.sandbox().knobs().set(Knobs.FAIL_NEXT, List.of(Fault.FailNext.of("watchEvents", 503)));
        world.advance(Duration.ofMinutes(1));
        runDue();
        long first = channels();
        world.sandbox().knobs().resetAll();
        world.advance(Duration.ofMinutes(16));
        runDue();

        assertThat(channels()).isGreaterThan(first);
        assertThat(count("select count(*) from push_channels where integration_id = :id and remote_id is null"))
                .isZero();
    }

    @Test
    @DisplayName("a life shorter than a day is renewed in time, without asking over and over")
    void a_short_life_is_renewed_in_time() {
        world.sandbox().knobs().set(GoogleKnobs.CHANNEL_LIFE_SECONDS, 3600L);
        watched();
        long asked = watches();

        world.advance(Duration.ofMinutes(10));
        runDue();
        assertThat(watches()).isEqualTo(asked);
        world.advance(Duration.ofMinutes(10));
        runDue();
        assertThat(watches()).isGreaterThan(asked);
    }

    private long watches() {
        return world.sandbox().ledger().entries("google", "watchEvents").size();
    }
}
