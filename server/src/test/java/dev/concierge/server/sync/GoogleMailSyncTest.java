package dev.concierge.server.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.BelongingsView;
import dev.concierge.sandbox.Fault;
import dev.concierge.sandbox.Knobs;
import dev.concierge.sandbox.belongings.Belonging;
import dev.concierge.sandbox.google.GoogleKnobs;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Messages from the sandbox to the records, over HTTP. */
@Tag("flow")
class GoogleMailSyncTest {
    private static final String MESSAGE = """
            {"id":"00000000000000aa","threadId":"00000000000000aa","labelIds":["INBOX","UNREAD"],"snippet":"Wie w&auml;r's?",
             "internalDate":"1763625600000","sizeEstimate":900,"body":"The body that nobody asks for",
             "payload":{"mimeType":"text/plain","headers":[
               {"name":"From","value":"\\"Lind, Mara\\" <mara.lind@meridian.example>"},{"name":"Subject","value":"Zähne"},
               {"name":"X-Private","value":"not asked for"}]}}
            """;

    private World world;
    private SyncedPerson linh;
    private BelongingsView messages;

    @BeforeEach
    void connect() {
        world = World.start();
        linh = SyncedPerson.connect(world, "google", Visitor.LINH_WORK, Set.of(GoogleMailCase.SCOPE));
        messages = world.sandbox().belongings("google", "messages", Visitor.LINH_WORK);
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void the_first_sync_brings_every_message_that_is_neither_in_the_bin_nor_spam() {
        linh.runDue();

        assertThat(linh.outcomes()).containsExactly("done");
        assertThat(linh.records()).isEqualTo(kept()).isGreaterThan(25);
        assertThat(world.sandbox().ledger().count("google", "message", "ok"))
                .as("each is read once")
                .isEqualTo(kept());
    }

    @Test
    void a_message_that_comes_is_read_binned_taken_back_and_deleted_is_followed() {
        linh.runDue();
        long before = linh.records();

        messages.add(MESSAGE);
        next();
        assertThat(linh.records()).isEqualTo(before + 1);
        assertThat(column("title")).contains("Zähne");
        assertThat(column("people")).anyMatch(people -> people.contains("Lind, Mara"));

        long asked = world.sandbox().ledger().count("google", "message", "ok");
        labels("INBOX");
        next();
        assertThat(world.sandbox().ledger().count("google", "message", "ok")).isEqualTo(asked + 1);
        assertThat(linh.count(
                        "select version from records where integration_id = :id and upstream_id = '00000000000000aa'"))
                .isEqualTo(2);

        labels("TRASH");
        next();
        assertThat(linh.records()).isEqualTo(before);
        labels("INBOX");
        next();
        assertThat(linh.records()).isEqualTo(before + 1);

        messages.remove("00000000000000aa");
        next();
        assertThat(linh.records()).isEqualTo(before);
        assertThat(linh.outcomes()).containsOnly("done");
    }

    @Test
    void neither_a_body_nor_a_header_that_was_not_asked_for_is_stored() {
        messages.add(MESSAGE);
        linh.runDue();

        assertThat(column("content::text"))
                .anyMatch(content -> content.contains("Zähne"))
                .noneMatch(content -> content.contains("nobody asks for") || content.contains("X-Private"));
    }

    @Test
    void a_history_that_is_kept_no_more_leads_to_a_full_pass_that_also_finds_what_is_gone() {
        linh.runDue();
        long before = linh.records();
        messages.remove(inbox().getFirst().id());
        world.sandbox().knobs().set(GoogleKnobs.HISTORY_LIFE_SECONDS, 60L);
        next();

        assertThat(linh.outcomes()).containsExactly("done", "done");
        assertThat(world.sandbox().ledger().count("google", "history", "not_found"))
                .isEqualTo(1);
        assertThat(linh.records()).isEqualTo(before - 1).isEqualTo(kept());
        assertThat(linh.tombstones()).isEqualTo(1);
    }

    @Test
    void a_message_that_is_deleted_between_list_and_reading_is_gone_and_no_fault() {
        fail("message", 404, null, "{\"error\":{\"code\":404,\"errors\":[{\"reason\":\"notFound\"}]}}");
        linh.runDue();

        assertThat(linh.outcomes()).containsExactly("done");
        assertThat(linh.records()).isEqualTo(kept() - 1);
    }

    @Test
    void a_limit_in_the_middle_of_a_page_stores_nothing_of_it_and_is_waited_for() {
        fail("message", 429, 120, null);
        linh.runDue();
        assertThat(linh.outcomes()).containsExactly("rate_limited");
        assertThat(linh.records()).isZero();

        world.advance(Duration.ofSeconds(121));
        linh.runDue();
        assertThat(linh.outcomes()).containsExactly("rate_limited", "done");
        assertThat(linh.records()).isEqualTo(kept());
    }

    private List<Belonging> inbox() {
        return messages.all().stream().filter(GoogleMailSyncTest::isKept).toList();
    }

    private long kept() {
        return inbox().size();
    }

    private static boolean isKept(Belonging message) {
        return StreamSupport.stream(message.content().path("labelIds").spliterator(), false)
                .map(JsonNode::asString)
                .noneMatch(label -> label.equals("TRASH") || label.equals("SPAM"));
    }

    private void labels(String only) {
        messages.change("00000000000000aa", "{\"labelIds\":[\"" + only + "\"]}");
    }

    private List<String> column(String column) {
        return linh.column("google.mail.messages", column);
    }

    private void next() {
        world.advance(Duration.ofMinutes(16));
        linh.runDue();
    }

    private void fail(String endpoint, int status, @Nullable Integer retryAfter, @Nullable String body) {
        JsonNode json = body == null ? null : JsonMapper.builder().build().readTree(body);
        world.sandbox()
                .knobs()
                .set(Knobs.FAIL_NEXT, List.of(new Fault.FailNext(endpoint, status, retryAfter, null, 1, json)));
    }
}
