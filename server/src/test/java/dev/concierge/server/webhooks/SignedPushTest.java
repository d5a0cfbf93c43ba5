package dev.concierge.server.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.encryption.Secret;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** GitHub, Notion and Meta sign what they push, and attackers send what they like. */
@Tag("security")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SignedPushTest {
    private static final String GITHUB_SECRET = "a-secret-of-github-1";
    private static final String NOTION_SECRET = "secret_of-notion-0001";
    private static final String META_SECRET = "secret-of-our-client-at-meta";
    private static final String META_WORD = "a-word-that-meta-repeats";
    private final HttpClient http = HttpClient.newHttpClient();
    private World world;
    private UUID account;
    private int sent;

    @BeforeAll
    void start() {
        world = World.start(
                1,
                Map.of(
                        "GITHUB_WEBHOOK_SECRET",
                        GITHUB_SECRET,
                        "NOTION_WEBHOOK_SECRET",
                        NOTION_SECRET,
                        "META_VERIFY_TOKEN",
                        META_WORD,
                        "META_CLIENT_ID",
                        "104",
                        "META_CLIENT_SECRET",
                        META_SECRET));
        Visitor ada = world.visitor().signUp();
        account = world.database()
                .owner()
                .sql("select account_id from accounts where email = :email")
                .param("email", ada.email())
                .query(UUID.class)
                .single();
        ada.connected(Visitor.LINH_WORK);
        connected("github", "583231");
        connected("github", "1");
        connected("notion", "0e1fa2a6-2ec2-4b0c-8f4e-5f7e6c1d0001");
        connected("meta", "2024.104857600001");
    }

    @AfterAll
    void stop() {
        http.close();
        world.close();
    }

    /** A connection with a stream that this release does not know: nothing runs, and what is due can be seen. */
    private void connected(String provider, String subject) {
        UUID integration = UUID.randomUUID();
        world.database()
                .owner()
                .sql("""
                        insert into integrations (id, account_id, provider, state, label, upstream_subject, upstream_label, connected_at)
                        values (:id, :account, :provider, 'active', 'x', :subject, 'x', now())
                        """)
                .param("id", integration)
                .param("account", account)
                .param("provider", provider)
                .param("subject", subject)
                .update();
        world.database()
                .owner()
                .sql("""
                        insert into streams (id, account_id, integration_id, grant_id, provider, name, state, created_at)
                        select gen_random_uuid(), account_id, :id, id, :provider, :name, 'in_step', now() from grants where account_id = :account
                        """)
                .param("id", integration)
                .param("account", account)
                .param("provider", provider)
                .param("name", provider + ".of-another-release")
                .update();
    }

    private long due() {
        long due = world.database()
                .owner()
                .sql("select count(*) from streams where due_at <= :now and name like '%.of-another-release'")
                .param("now", world.clock().instant().atOffset(ZoneOffset.UTC))
                .query(Long.class)
                .single();
        world.database()
                .owner()
                .sql("update streams set due_at = null, asked_at = null where name like '%.of-another-release'")
                .update();
        return due;
    }

    private static String secret(String door) {
        return switch (door) {
            case "github" -> GITHUB_SECRET;
            case "notion" -> NOTION_SECRET;
            default -> META_SECRET;
        };
    }

    private static String header(String door) {
        return door.equals("notion") ? "X-Notion-Signature" : "X-Hub-Signature-256";
    }

    private String body(String door) {
        sent++;
        return switch (door) {
            case "github" ->
                "{\"action\":\"opened\",\"repository\":{\"id\":7,\"owner\":{\"id\":583231}},\"sender\":{\"id\":99},\"number\":"
                        + sent + "}";
            case "notion" ->
                "{\"id\":\"e" + sent
                        + "\",\"type\":\"page.content_updated\",\"accessible_by\":[{\"id\":\"0e1fa2a6-2ec2-4b0c-8f4e-5f7e6c1d0001\",\"type\":\"bot\"}]}";
            default ->
                "{\"object\":\"page\",\"entry\":[{\"id\":\"104857600001\",\"time\":" + sent
                        + ",\"changes\":[{\"field\":\"feed\",\"value\":{}}]}]}";
        };
    }

    /** Made without any of our code. */
    private static String sign(String secret, String body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private HttpResponse<String> post(String door, String body, String header, String signature)
            throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(world.url("/api/v1/webhooks/in/" + door))
                        .header(header, signature)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void the_check_value_of_githubs_documentation() {
        assertThat(Signature.fits(
                        "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
                        Secret.of("It's a Secret to Everybody"),
                        "Hello, World!".getBytes(StandardCharsets.UTF_8)))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"github, 204", "notion, 204", "meta, 200"})
    @DisplayName("I-04 a signed push makes the streams of the account that it tells of due, once")
    void a_signed_push_is_a_hint_once(String door, int taken) throws Exception {
        String body = body(door);
        String signature = sign(secret(door), body);

        assertThat(post(door, body, header(door), signature).statusCode()).isEqualTo(taken);
        assertThat(due()).isOne();
        assertThat(post(door, body, header(door), signature).statusCode())
                .as("I-04 sent again")
                .isEqualTo(taken);
        assertThat(due()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"github", "notion", "meta"})
    @DisplayName(
            "I-01 I-03 I-10 a push that is changed, unsigned or signed by others gets one answer, and nothing is due by it")
    void what_is_not_signed_is_refused(String door) throws Exception {
        String body = body(door);
        String good = sign(secret(door), body);
        String answer = null;
        for (String[] forged : new String[][] {
            {body, sign("another secret entirely", body)},
            {body.replace(":", ": "), good},
            {body + " ", good},
            {"", good},
            {body, ""},
            {body, "sha256="},
            {body, good.toUpperCase(Locale.ROOT)},
            {body, good.substring(0, good.length() - 2)},
            {body, good.substring("sha256=".length())},
            {body, good.replace("sha256=", "sha1=00")},
            {body, "sha256=" + "zz".repeat(32)},
            {body, "sha256=" + "00".repeat(32)}
        }) {
            HttpResponse<String> refused = post(door, forged[0], header(door), forged[1]);
            assertThat(refused.statusCode()).as(forged[1]).isEqualTo(404);
            String words = refused.body().replaceAll("\"instance\":\"[^\"]*\"", "");
            answer = answer == null ? words : answer;
            assertThat(words).isEqualTo(answer);
        }
        assertThat(due()).isZero();
    }

    @Test
    @DisplayName("what is signed and tells of nobody here, or cannot be read, is taken and does nothing")
    void what_tells_of_nobody_does_nothing() throws Exception {
        for (String body : new String[] {
            "{\"zen\":\"Keep it logically awesome.\"}",
            "{\"repository\":{\"owner\":{\"id\":424242}}}",
            "{\"repository\":{\"owner\":{\"id\":\"' or 1=1 --\"}}}",
            "{\"repository\":{\"owner\":{\"id\":{}}}}",
            "[]",
            "no json"
        }) {
            assertThat(post("github", body, header("github"), sign(GITHUB_SECRET, body))
                            .statusCode())
                    .as(body)
                    .isEqualTo(204);
        }
        assertThat(due()).isZero();
    }

    @Test
    @DisplayName("I-06 Meta's question is answered for our word alone, with a number and nothing else")
    void the_handshake_echoes_a_number_for_our_word() throws Exception {
        HttpResponse<String> known = ask("subscribe", META_WORD, "1158201444");
        assertThat(known.statusCode()).isEqualTo(200);
        assertThat(known.body()).isEqualTo("1158201444");
        assertThat(known.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain");
        assertThat(known.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");

        for (String[] bad : new String[][] {
            {"subscribe", "another-word-altogether", "1"},
            {"subscribe", "", "1"},
            {"unsubscribe", META_WORD, "1"},
            {"subscribe", META_WORD, "%3Cscript%3E"},
            {"subscribe", META_WORD, "1".repeat(65)},
            {"subscribe", META_WORD, ""}
        }) {
            assertThat(ask(bad[0], bad[1], bad[2]).statusCode())
                    .as(String.join(" ", bad))
                    .isEqualTo(404);
        }
    }

    private HttpResponse<String> ask(String mode, String word, String challenge)
            throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(world.url("/api/v1/webhooks/in/meta") + "?hub.mode=" + mode
                                + "&hub.verify_token=" + word + "&hub.challenge=" + challenge))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    @DisplayName("I-04 a hundred copies at once are taken as one")
    void copies_at_once_are_taken_as_one() throws Exception {
        String body = body("github");
        String signature = sign(GITHUB_SECRET, body);
        Callable<Integer> copy =
                () -> post("github", body, header("github"), signature).statusCode();
        try (ExecutorService threads = Executors.newFixedThreadPool(10)) {
            for (Future<Integer> each : threads.invokeAll(Collections.nCopies(100, copy))) {
                assertThat(each.get()).isEqualTo(204);
            }
        }

        assertThat(world.database()
                        .owner()
                        .sql(
                                "select count(*) from push_seen where door = 'github' and hash = sha256(convert_to(:body, 'UTF8'))")
                        .param("body", body)
                        .query(Long.class)
                        .single())
                .isOne();
        assertThat(due()).isOne();
        assertThat(post("github", body, header("github"), signature).statusCode())
                .isEqualTo(204);
        assertThat(due()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"github, notion", "notion, meta", "meta, github"})
    @DisplayName("I-01 what another secret or another form signs is refused, and so are two signatures")
    void what_another_secret_signs_is_refused(String door, String other) throws Exception {
        String body = body(door);
        assertThat(post(door, body, header(door), sign(secret(other), body)).statusCode())
                .isEqualTo(404);
        assertThat(post(door, body, "X-Signature", sign(secret(door), body)).statusCode())
                .isEqualTo(404);
        assertThat(http.send(
                                HttpRequest.newBuilder(world.url("/api/v1/webhooks/in/" + door))
                                        .header(header(door), sign(secret(other), body))
                                        .header(header(door), sign(secret(door), body))
                                        .POST(HttpRequest.BodyPublishers.ofString(body))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .as("two signatures")
                .isEqualTo(404);
        assertThat(due()).isZero();
    }

    @Test
    @DisplayName("I-01 where no secret is set, nothing is taken")
    void without_a_secret_nothing_is_taken() throws Exception {
        try (World bare = World.start();
                HttpClient other = HttpClient.newHttpClient()) {
            for (String door : new String[] {"github", "notion", "meta", "nobody"}) {
                String body = body(door);
                assertThat(other.send(
                                        HttpRequest.newBuilder(bare.url("/api/v1/webhooks/in/" + door))
                                                .header(header(door), sign(secret(door), body))
                                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                                .build(),
                                        HttpResponse.BodyHandlers.ofString())
                                .statusCode())
                        .as(door)
                        .isEqualTo(404);
            }
        }
    }
}
