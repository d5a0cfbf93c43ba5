package dev.concierge.server.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.Fault;
import dev.concierge.sandbox.Knobs;
import dev.concierge.sandbox.microsoft.MicrosoftKnobs;
import dev.concierge.sandbox.things.Things;
import dev.concierge.server.flow.ProviderCase;
import dev.concierge.server.flow.ProviderWorld;
import dev.concierge.server.jobs.JobRunner;
import dev.concierge.server.jobs.Lane;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Microsoft Graph tells of changes: the sandbox asks and sends what Graph does, and attackers send what they like. */
@Tag("end-to-end")
class GraphPushTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String LINH = Visitor.LINH_WORK;
    private static final String MICROSOFT = "microsoft";

    private final HttpClient http = HttpClient.newHttpClient();
    private ProviderWorld providers;
    private World world;
    private Visitor ada;
    private UUID integration;

    @BeforeEach
    void connect() {
        providers = new ProviderWorld(2, Map.of());
        world = providers.world();
        ada = world.visitor().signUp();
        integration = providers.connected(ada, ProviderCase.of(MICROSOFT, LINH));
        runDue();
    }

    @AfterEach
    void close() {
        http.close();
        providers.close();
    }

    private void runDue() {
        world.server().bean(JobRunner.class).runDue(Lane.SYNC);
    }

    /** The first sync is over, and the subscriptions are made. */
    private void watched() {
        world.advance(Duration.ofMinutes(1));
        runDue();
        assertThat(channels()).isEqualTo(3);
    }

    /** The job that looks after channels has its turn twice a minute; what it causes is done as well. */
    private void afterTheNextLook() {
        world.advance(Duration.ofMinutes(1));
        runDue();
        runDue();
    }

    private long channels() {
        return count("select count(*) from push_channels where integration_id = :id and remote_id is not null");
    }

    private long due(String stream) {
        return world.database()
                .owner()
                .sql(
                        "select count(*) from streams where integration_id = :id and name = 'microsoft.graph.' || :stream and due_at <= :now")
                .param("id", integration)
                .param("stream", stream)
                .param("now", world.clock().instant().atOffset(ZoneOffset.UTC))
                .query(Long.class)
                .single();
    }

    private long due() {
        return due("events") + due("messages") + due("files");
    }

    private long titled(String title) {
        return world.database()
                .owner()
                .sql(
                        "select count(*) from records where integration_id = :id and deleted_at is null and title = :title")
                .param("id", integration)
                .param("title", title)
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

    private long calls(String endpoint, String outcome) {
        return world.sandbox().ledger().count(MICROSOFT, endpoint, outcome);
    }

    private Things things() {
        return world.sandbox().things(MICROSOFT);
    }

    private static ObjectNode content(String json) {
        return (ObjectNode) JSON.readTree(json);
    }

    private void event(String title) {
        LocalDateTime soon = LocalDateTime.ofInstant(world.clock().instant().plus(Duration.ofDays(3)), ZoneOffset.UTC);
        world.sandbox().calendar(MICROSOFT, LINH).add(title, soon, soon.plusHours(1));
    }

    @Test
    @DisplayName("an event, a message and a file are here without waiting for the schedule, and nobody's Sync now")
    void a_change_is_here_at_once() {
        watched();
        assertThat(due()).isZero();

        event("Dentist");
        assertThat(due("events")).isOne();
        String folder = things().of(LINH, "folders").getFirst().id();
        things().add(LINH, "messages", content("{\"subject\":\"Receipt\",\"parentFolderId\":\"" + folder + "\"}"));
        assertThat(due("messages")).isOne();
        things().add(LINH, "files", content("{\"name\":\"New.txt\",\"file\":{}}"));
        assertThat(due("files")).isOne();
        runDue();

        assertThat(titled("Dentist") + titled("Receipt") + titled("New.txt")).isEqualTo(3);
        assertThat(count("select count(*) from runs where integration_id = :id and manual"))
                .isZero();
        assertThat(due()).isZero();
    }

    @Test
    @DisplayName("nothing that is kept would let anybody send a push")
    void secrets_are_kept_as_hashes() {
        watched();

        assertThat(count("select count(*) from push_channels where integration_id = :id and length(secret_hash) = 32"))
                .isEqualTo(3);
        assertThat(calls("subscribe", "subscribed")).isEqualTo(3);
        assertThat(due()).isZero();
    }

    @Test
    @DisplayName(
            "I-06 a question is given back for a channel that waits for its answer, as short plain text without markup")
    void the_handshake_is_no_echo_for_others() throws Exception {
        watched();
        String open = ids().getFirst().toString();
        assertThat(ask(open, "Validation: mine").statusCode())
                .as("open already")
                .isEqualTo(404);
        assertThat(ask(UUID.randomUUID().toString(), "Validation: mine").statusCode())
                .as("of nobody")
                .isEqualTo(404);
        assertThat(ask("nonsense", "Validation: mine").statusCode()).isEqualTo(404);
        assertThat(ask("", "Validation: mine").statusCode()).isEqualTo(404);

        world.database()
                .owner()
                .sql("update push_channels set remote_id = null where id = :id::uuid")
                .param("id", open)
                .update();
        String token = "Validation: Testing client application reachability Request-Id: " + UUID.randomUUID();
        HttpResponse<String> known = ask(open, token);
        assertThat(known.statusCode()).isEqualTo(200);
        assertThat(known.body()).isEqualTo(token);
        assertThat(known.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain");
        assertThat(known.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        for (String bad : List.of("", "<script>alert(1)</script>", "a&lt;", "x".repeat(513), "Grüße", "a\r\nb")) {
            assertThat(ask(open, bad).statusCode()).as(bad).isEqualTo(404);
        }
        world.advance(Duration.ofDays(30));
        assertThat(ask(open, token).statusCode()).as("over").isEqualTo(404);
    }

    private HttpResponse<String> ask(String channel, String token) throws IOException, InterruptedException {
        String query = "?channel=" + channel + "&validationToken=" + URLEncoder.encode(token, StandardCharsets.UTF_8);
        return http.send(
                HttpRequest.newBuilder(URI.create(world.url(GraphPushApi.PATH) + query))
                        .header("Content-Type", "text/plain; charset=utf-8")
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> push(String body) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(world.url(GraphPushApi.PATH))
                        .header("Content-Type", "application/json; charset=utf-8")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String body(String... notifications) {
        return "{\"value\":[" + String.join(",", notifications) + "]}";
    }

    private static String one(String subscription, String state, String version) {
        return "{\"subscriptionId\":\"" + subscription + "\",\"clientState\":\"" + state
                + "\",\"changeType\":\"updated\",\"resource\":\"me/events/1\",\"resourceData\":{\"id\":\"1\",\"@odata.etag\":\""
                + version + "\"}}";
    }

    /** Gives the channel of events a secret that the test knows. @return its id and Microsoft's */
    private String[] known(String secret) {
        return world.database()
                .owner()
                .sql("""
                        update push_channels set secret_hash = sha256(convert_to(:secret, 'UTF8'))
                        where integration_id = :id and target = '/me/events' returning id::text, remote_id
                        """)
                .param("secret", secret)
                .param("id", integration)
                .query((row, _) -> new String[] {row.getString(1), row.getString(2)})
                .single();
    }

    @Test
    @DisplayName("I-01 I-04 I-10 forged, guessed and repeated notifications get one answer, and nothing is due by them")
    void forged_and_repeated_notifications_do_nothing() throws Exception {
        watched();
        String secret = "A".repeat(43);
        String[] channel = known(secret);
        String good = channel[0] + "." + secret;
        String another = ids().stream()
                .map(UUID::toString)
                .filter(id -> !id.equals(channel[0]))
                .findFirst()
                .orElseThrow();
        for (String forged : List.of(
                "",
                "no json",
                "[]",
                "{}",
                "{\"value\":{}}",
                body(),
                body("{}"),
                body(one(channel[1], "", "v")),
                body(one(channel[1], secret, "v")),
                body(one(channel[1], channel[0] + "." + "B".repeat(43), "v")),
                body(one(channel[1], channel[0] + "." + "A".repeat(42), "v")),
                body(one(channel[1], channel[0] + "." + "A".repeat(44), "v")),
                body(one(channel[1], channel[0].toUpperCase(Locale.ROOT) + "." + secret, "v")),
                body(one(channel[1], another + "." + secret, "v")),
                body(one(channel[1], UUID.randomUUID() + "." + secret, "v")),
                body(one(UUID.randomUUID().toString(), good, "v")),
                body(one(channel[1], channel[0] + "." + hash(channel[0], "base64"), "v")),
                body(one(channel[1], channel[0] + "." + hash(channel[0], "hex"), "v")))) {
            HttpResponse<String> answer = push(forged);
            assertThat(answer.statusCode()).as(forged).isEqualTo(202);
            assertThat(answer.body()).isEmpty();
        }
        assertThat(due()).isZero();

        HttpResponse<String> taken =
                push(body(one(channel[1], another + "." + secret, "v"), one(channel[1], good, "v1")));
        assertThat(taken.statusCode()).isEqualTo(202);
        assertThat(taken.body()).isEmpty();
        assertThat(due("events")).isOne();
        assertThat(due()).isOne();
        runDue();
        assertThat(push(body(one(channel[1], good, "v1"))).statusCode()).isEqualTo(202);
        assertThat(due()).as("sent again").isZero();
        push(body(one(channel[1], good, "v2")));
        assertThat(due("events")).isOne();
        assertThat(push("x".repeat(1_100_000)).statusCode()).isEqualTo(413);
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
    @DisplayName("after ten notifications that prove nothing the rest of a body is not looked at")
    void a_body_full_of_guesses_is_not_read_to_its_end() throws Exception {
        watched();
        String secret = "A".repeat(43);
        String[] channel = known(secret);
        String[] all = new String[11];
        Arrays.fill(all, one(channel[1], UUID.randomUUID() + "." + secret, "v"));
        all[10] = one(channel[1], channel[0] + "." + secret, "v1");

        push(body(all));
        assertThat(due()).isZero();
    }

    @Test
    @DisplayName("a subscription is prolonged where it stands a day before its end, each by what it watches")
    void a_subscription_is_prolonged_before_its_end() {
        watched();
        List<UUID> before = ids();

        world.advance(Duration.ofDays(5));
        runDue();
        assertThat(calls("renewSubscription", "renewed")).isZero();
        world.advance(Duration.ofDays(1));
        runDue();

        assertThat(ids()).isEqualTo(before);
        assertThat(calls("renewSubscription", "renewed"))
                .as("events and messages")
                .isEqualTo(2);
        assertThat(calls("subscribe", "subscribed")).isEqualTo(3);
        world.advance(Duration.ofDays(3));
        runDue();
        event("Dentist");
        assertThat(due("events")).isOne();
    }

    @Test
    @DisplayName("when Microsoft wants a subscription authorized again, that is done at once, and nothing is missed")
    void a_subscription_is_authorized_again() {
        watched();
        world.advance(Duration.ofHours(2));
        runDue();
        assertThat(due()).isZero();

        event("Dentist");
        assertThat(due("events")).isOne();
        afterTheNextLook();
        assertThat(calls("renewSubscription", "renewed")).isOne();
        assertThat(titled("Dentist")).isOne();

        event("Hairdresser");
        assertThat(due("events")).isOne();
        assertThat(calls("renewSubscription", "renewed")).isOne();
    }

    @Test
    @DisplayName("a subscription that Microsoft removed is made anew, and one that missed something is looked at")
    void what_happens_to_a_subscription_is_heeded() {
        watched();
        List<UUID> before = ids();
        world.sandbox().knobs(MICROSOFT).set(MicrosoftKnobs.LIFECYCLE_EVENT, "missed");
        event("Missed");
        assertThat(due("events")).isOne();
        runDue();
        assertThat(titled("Missed")).isOne();
        assertThat(ids()).isEqualTo(before);

        world.sandbox().knobs(MICROSOFT).set(MicrosoftKnobs.LIFECYCLE_EVENT, "subscriptionRemoved");
        event("Removed");
        world.sandbox().knobs(MICROSOFT).resetAll();
        assertThat(due("events")).isOne();
        afterTheNextLook();
        assertThat(titled("Removed")).isOne();
        assertThat(ids()).hasSize(3).isNotEqualTo(before);

        event("Told again");
        assertThat(due("events")).isOne();
    }

    @Test
    @DisplayName("a subscription whose making was never answered is ended, and another one made")
    void a_lost_answer_leaves_no_subscription_behind() {
        world.sandbox().knobs(MICROSOFT).set(Knobs.DROP_ANSWER, List.of(new Fault.DropAnswer("subscribe", 1)));
        world.advance(Duration.ofMinutes(1));
        runDue();
        assertThat(channels()).isEqualTo(2);
        for (int quarter = 0; quarter < 2; quarter++) {
            world.advance(Duration.ofMinutes(16));
            runDue();
        }

        assertThat(channels()).isEqualTo(3);
        assertThat(calls("unsubscribe", "unsubscribed")).isOne();
        event("Dentist");
        assertThat(due("events")).isOne();
    }

    @Test
    @DisplayName("two connections of one account at Microsoft do not take each other's subscription away")
    void what_another_connection_watches_stays() {
        watched();
        Visitor bob = world.visitor().signUp();
        providers.connected(bob, ProviderCase.of(MICROSOFT, LINH));
        runDue();
        world.advance(Duration.ofMinutes(1));
        runDue();

        assertThat(channels()).isEqualTo(3);
        assertThat(calls("unsubscribe", "unsubscribed")).isZero();
        event("Dentist");
        assertThat(due("events")).isOne();
    }

    @Test
    @DisplayName("two nodes at once make each subscription once")
    void two_nodes_make_no_doubles() throws Exception {
        world.advance(Duration.ofMinutes(1));
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            Callable<Boolean> first = () -> work(0);
            Callable<Boolean> second = () -> work(1);
            for (Future<Boolean> each : threads.invokeAll(List.of(first, second, first, second))) {
                assertThat(each.get()).isTrue();
            }
        }

        assertThat(channels()).isEqualTo(3);
        assertThat(calls("subscribe", "subscribed")).isEqualTo(3);
        assertThat(calls("subscribe", "conflict")).isZero();
    }

    private boolean work(int node) {
        world.node(node).bean(PushKeeper.class).work(Duration.ofMinutes(1));
        return true;
    }

    @Test
    @DisplayName("I-09 after a disconnect the subscriptions are forgotten, and what still comes on them does nothing")
    void a_disconnect_ends_the_subscriptions() throws Exception {
        watched();
        String secret = "A".repeat(43);
        String[] channel = known(secret);
        String path = "/integrations/" + integration + "/disconnect";
        ada.browser().submit(ada.open(path), "form[action='" + path + "']", Map.of());

        assertThat(count("select count(*) from push_channels where integration_id = :id"))
                .isZero();
        assertThat(count("select count(*) from push_watches where integration_id = :id"))
                .isZero();
        assertThat(calls("unsubscribe", "unsubscribed"))
                .as("ended at Microsoft")
                .isEqualTo(3);
        assertThat(push(body(one(channel[1], channel[0] + "." + secret, "v"))).statusCode())
                .isEqualTo(202);
        event("Dentist");
        world.advance(Duration.ofDays(2));
        runDue();
        assertThat(count("select count(*) from push_channels where integration_id = :id"))
                .isZero();
    }

    @Test
    @DisplayName("when Microsoft has trouble, the subscriptions come later")
    void trouble_at_microsoft_is_waited_for() {
        world.sandbox().knobs(MICROSOFT).set(Knobs.FAIL_NEXT, List.of(Fault.FailNext.of("subscribe", 503)));
        world.advance(Duration.ofMinutes(1));
        runDue();
        assertThat(channels()).isEqualTo(2);
        world.advance(Duration.ofMinutes(16));
        runDue();
        assertThat(channels()).isEqualTo(3);
    }
}
