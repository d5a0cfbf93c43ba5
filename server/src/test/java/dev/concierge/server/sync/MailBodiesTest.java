package dev.concierge.server.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.Fault;
import dev.concierge.sandbox.Knobs;
import dev.concierge.server.support.Api;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What stands in messages is read from when a person asks for it, and until they want it no more. */
@Tag("security")
class MailBodiesTest {
    private static final String NAME = "google.mail.messages";
    private static final String MESSAGE = """
            {"id":"00000000000000aa","threadId":"00000000000000aa","labelIds":["INBOX"],"snippet":"It begins so",
             "internalDate":"1763625600000","sizeEstimate":900,"body":"It begins so and speaks of the quarterly zebra",
             "payload":{"mimeType":"multipart/alternative","headers":[
               {"name":"From","value":"mara.lind@meridian.example"},{"name":"Subject","value":"Zoo"},
               {"name":"X-Private","value":"not asked for"}]}}
            """;

    private World world;
    private SyncedPerson linh;
    private Api api;

    @BeforeEach
    void start() {
        world = World.start();
        world.sandbox().belongings("google", "messages", Visitor.LINH_WORK).add(MESSAGE);
        linh = person(GoogleMailCase.SCOPE);
        api = keyOf(linh);
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void they_are_read_and_found_from_when_they_are_wanted_and_deleted_when_not_any_more() {
        assertThat(stored("zebra")).isZero();
        assertThat(found("zebra")).isZero();

        assertThat(reading(true).json().path("bodies").asBoolean()).isTrue();
        linh.runDue();
        assertThat(stored("zebra")).isEqualTo(1);
        assertThat(stored("X-Private")).isZero();
        assertThat(found("zebra")).isEqualTo(1);
        long all = linh.records();

        assertThat(reading(false).json().path("bodies").asBoolean()).isFalse();
        assertThat(stored("zebra")).as("before anything is read").isZero();
        assertThat(linh.records()).isZero();
        assertThat(linh.status(NAME).records()).isZero();

        linh.runDue();
        assertThat(stored("zebra")).isZero();
        assertThat(found("zebra")).isZero();
        assertThat(linh.records()).isEqualTo(all).isEqualTo(linh.status(NAME).records());
        assertThat(linh.outcomes()).containsOnly("done");
        assertThat(
                        linh.count(
                                "select count(*) from audit_events where action in ('sync.bodies_on', 'sync.bodies_off') and target = 'integration:' || :id"))
                .isEqualTo(2);
    }

    @Test
    void they_stay_deleted_while_the_provider_does_not_answer() {
        reading(true);
        linh.runDue();
        reading(false);
        world.sandbox().knobs().set(Knobs.FAIL_NEXT, List.of(new Fault.FailNext("profile", 503, null, null, 9, null)));
        linh.runDue();

        assertThat(linh.outcomes()).endsWith("rate_limited");
        assertThat(stored("zebra")).isZero();
    }

    @Test
    void what_changes_later_is_read_with_its_text_too() {
        reading(true);
        linh.runDue();
        world.sandbox()
                .belongings("google", "messages", Visitor.LINH_WORK)
                .add(MESSAGE.replace("00000000000000aa", "00000000000000bb").replace("zebra", "okapi"));
        world.advance(Duration.ofMinutes(16));
        linh.runDue();
        assertThat(found("okapi")).isEqualTo(1);
    }

    @Test
    void where_the_provider_was_not_asked_to_allow_it_it_is_refused() {
        linh = person("https://www.googleapis.com/auth/gmail.metadata");
        api = keyOf(linh);
        Api.Answer refused = reading(true);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().path("detail").asString()).contains("allow it there first");
        assertThat(linh.status(NAME).bodies()).isFalse();
    }

    @Test
    void a_consent_that_allows_less_reads_without_them() {
        reading(true);
        world.advance(Duration.ofMinutes(1));
        linh.reconnect(Set.of("https://www.googleapis.com/auth/gmail.metadata"));
        linh.runDue();
        assertThat(linh.outcomes()).containsOnly("done");
        assertThat(stored("zebra")).isZero();
    }

    private SyncedPerson person(String scope) {
        SyncedPerson person = SyncedPerson.connect(world, "google", Visitor.LINH_WORK, Set.of(scope));
        person.runDue();
        return person;
    }

    private static Api keyOf(SyncedPerson person) {
        return person.api("integrations:read", "integrations:write");
    }

    private Api.Answer reading(boolean bodies) {
        return api.send(
                "PUT",
                "/api/v1/oauth/integrations/" + linh.integration() + "/streams/" + NAME + "/reading",
                "{\"bodies\":" + bodies + "}");
    }

    private long stored(String word) {
        return linh.count("select count(*) from records where integration_id = :id and (content::text like '%" + word
                + "%' or words::text like '%" + word + "%')");
    }

    private int found(String word) {
        JsonNode page = api.get("/api/v1/sync/search?q=" + word).json();
        return page.path("items").size();
    }
}
