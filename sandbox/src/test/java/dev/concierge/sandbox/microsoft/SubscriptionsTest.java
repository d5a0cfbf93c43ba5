package dev.concierge.sandbox.microsoft;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.concierge.sandbox.Http;
import dev.concierge.sandbox.Http.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Tag("flow")
class SubscriptionsTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final LocalDateTime NINE = LocalDateTime.of(2026, 11, 24, 9, 0);
    private static final String ALL = "/v1.0/subscriptions";
    private static final String IN_SIX_DAYS = "2026-11-27T09:00:00Z";

    private final MicrosoftWorld world = new MicrosoftWorld();
    private final String token = mint();
    private final List<JsonNode> pushes = new CopyOnWriteArrayList<>();
    private volatile boolean honest = true;
    private HttpServer receiver;

    @BeforeEach
    void listen() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", this::receive);
        receiver.start();
    }

    @AfterEach
    void end() {
        receiver.stop(0);
        world.close();
    }

    private void receive(HttpExchange exchange) throws IOException {
        var query = String.valueOf(exchange.getRequestURI().getRawQuery());
        var question = "validationToken=";
        byte[] answer = new byte[0];
        if (query.contains(question)) {
            var asked = query.substring(query.indexOf(question) + question.length());
            var echo = honest ? URLDecoder.decode(asked, StandardCharsets.UTF_8) : "something else";
            answer = echo.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "text/plain");
        } else {
            pushes.add(JSON.readTree(exchange.getRequestBody().readAllBytes())
                    .path("value")
                    .path(0));
        }
        exchange.sendResponseHeaders(200, answer.length == 0 ? -1 : answer.length);
        if (answer.length > 0) {
            exchange.getResponseBody().write(answer);
        }
        exchange.close();
    }

    private String mint() {
        return world.sandbox
                .mint(
                        "microsoft",
                        MicrosoftWorld.LINH,
                        MicrosoftWorld.CLIENT,
                        List.of("Files.Read", "Mail.Read", "Calendars.Read", "offline_access"))
                .accessToken();
    }

    private String address() {
        return "http://localhost:" + receiver.getAddress().getPort() + "/push?channel=1";
    }

    private Reply send(String method, String path, String body, String bearer) {
        return Http.json(method, world.base + "/graph" + path, body, "Authorization", "Bearer " + bearer);
    }

    private Reply subscribe(String resource, String changes) {
        return send("POST", ALL, body(resource, changes, IN_SIX_DAYS, address()), token);
    }

    private String body(String resource, String changes, String end, String to) {
        return "{\"changeType\":\"" + changes + "\",\"resource\":\"" + resource + "\",\"expirationDateTime\":\"" + end
                + "\",\"notificationUrl\":\"" + to + "\",\"lifecycleNotificationUrl\":\"" + address()
                + "\",\"clientState\":\"state\"}";
    }

    @Test
    void a_subscription_tells_of_every_change_with_the_clients_state() {
        var made = subscribe("me/events", "created,updated,deleted");
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        assertThat(made.text("expirationDateTime")).isEqualTo(IN_SIX_DAYS);
        assertThat(subscribe("/me/drive/root", "updated").status()).isEqualTo(201);
        assertThat(pushes).isEmpty();

        var event = world.sandbox.calendar("microsoft", MicrosoftWorld.LINH).add("Coffee", NINE, NINE.plusHours(1));
        world.sandbox.calendar("microsoft", MicrosoftWorld.LINH).cancel(event.id());
        var files = world.sandbox.things("microsoft");
        files.remove(
                MicrosoftWorld.LINH,
                "files",
                files.of(MicrosoftWorld.LINH, "files").getLast().id());

        assertThat(pushes)
                .extracting(push -> push.path("changeType").asString(""))
                .containsExactly("created", "deleted", "updated");
        assertThat(pushes)
                .allMatch(push -> push.path("clientState").asString("").equals("state"));
        assertThat(pushes.getFirst().path("subscriptionId").asString("")).isEqualTo(made.text("id"));
        assertThat(pushes.getFirst().path("resourceData").path("id").asString(""))
                .isEqualTo(event.id());
        assertThat(pushes.getLast().path("resourceData").has("id")).isFalse();
    }

    @Test
    void an_address_that_does_not_give_the_token_back_is_not_taken() {
        honest = false;
        assertThat(subscribe("me/events", "created").status()).isEqualTo(400);
        honest = true;
        var nobody = "http://localhost:1/push";
        assertThat(send("POST", ALL, body("me/events", "created", IN_SIX_DAYS, nobody), token)
                        .status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "me/events, everything, 2026-11-27T09:00:00Z, https://push.example/x",
        "me/contacts, created, 2026-11-27T09:00:00Z, https://push.example/x",
        "me/drive/root, created, 2026-11-27T09:00:00Z, https://push.example/x",
        "me/events, created, 2026-11-29T09:00:00Z, https://push.example/x",
        "me/events, created, 2026-11-20T09:00:00Z, https://push.example/x",
        "me/events, created, tomorrow, https://push.example/x",
        "me/events, created, 2026-11-27T09:00:00Z, http://push.example/x",
        "me/events, created, 2026-11-27T09:00:00Z, ''"
    })
    void what_graph_would_not_take_is_refused(String resource, String changes, String end, String to) {
        assertThat(send("POST", ALL, body(resource, changes, end, to), token).status())
                .isEqualTo(400);
    }

    @Test
    void there_is_one_for_one_thing_and_it_can_be_found_prolonged_and_ended() {
        var id = subscribe("me/events", "created").text("id");
        assertThat(subscribe("me/events", "created").status()).isEqualTo(409);
        assertThat(send("GET", ALL, "", token).json().path("value")).hasSize(1);

        var renewed = send("PATCH", ALL + "/" + id, "{\"expirationDateTime\":\"2026-11-28T08:59:00Z\"}", token);
        assertThat(renewed.text("expirationDateTime")).isEqualTo("2026-11-28T08:59:00Z");
        world.pass(Duration.ofDays(6).plusHours(1));
        var later = mint();
        assertThat(send("GET", ALL, "", later).json().path("value")).hasSize(1);
        assertThat(send("DELETE", ALL + "/" + id, "", later).status()).isEqualTo(204);
        assertThat(send("DELETE", ALL + "/" + id, "", later).status()).isEqualTo(404);
    }

    @Test
    void when_its_token_has_ended_only_that_is_told_and_the_rest_when_it_is_authorized_again() {
        var id = subscribe("me/events", "created").text("id");
        world.pass(Duration.ofHours(2));
        var calendar = world.sandbox.calendar("microsoft", MicrosoftWorld.LINH);
        calendar.add("Coffee", NINE, NINE.plusHours(1));
        calendar.add("Tea", NINE, NINE.plusHours(1));
        assertThat(pushes)
                .singleElement()
                .satisfies(push ->
                        assertThat(push.path("lifecycleEvent").asString("")).isEqualTo("reauthorizationRequired"));

        assertThat(send("POST", ALL + "/" + id + "/reauthorize", "", mint()).status())
                .isEqualTo(204);
        assertThat(pushes).hasSize(2);
        assertThat(pushes.getLast().has("lifecycleEvent")).isFalse();
        calendar.add("Water", NINE, NINE.plusHours(1));
        assertThat(pushes).hasSize(3);
    }

    @Test
    void it_ends_with_what_the_person_agreed_to_and_by_itself() {
        subscribe("me/events", "created");
        world.pass(Duration.ofDays(6));
        world.sandbox.calendar("microsoft", MicrosoftWorld.LINH).add("Coffee", NINE, NINE.plusHours(1));
        assertThat(pushes).isEmpty();

        assertThat(send("POST", ALL, body("me/events", "created", "2026-11-28T09:00:00Z", address()), mint())
                        .status())
                .isEqualTo(201);
        world.sandbox.revoke("microsoft", MicrosoftWorld.LINH, MicrosoftWorld.CLIENT);
        world.sandbox.calendar("microsoft", MicrosoftWorld.LINH).add("Tea", NINE, NINE.plusHours(1));
        assertThat(pushes).isEmpty();
    }

    @Test
    void what_happens_to_it_is_told_instead_of_a_change() {
        subscribe("me/events", "created");
        var calendar = world.sandbox.calendar("microsoft", MicrosoftWorld.LINH);
        world.knobs().set(MicrosoftKnobs.LIFECYCLE_EVENT, "missed");
        calendar.add("Coffee", NINE, NINE.plusHours(1));
        world.knobs().set(MicrosoftKnobs.LIFECYCLE_EVENT, "subscriptionRemoved");
        calendar.add("Tea", NINE, NINE.plusHours(1));
        calendar.add("Water", NINE, NINE.plusHours(1));

        assertThat(pushes)
                .extracting(push -> push.path("lifecycleEvent").asString(""))
                .containsExactly("missed", "subscriptionRemoved");
        assertThat(send("GET", ALL, "", token).json().path("value")).isEmpty();
    }

    @Test
    void it_needs_the_scope_of_what_is_watched() {
        var mail = world.sandbox
                .mint("microsoft", MicrosoftWorld.LINH_HOME, MicrosoftWorld.CLIENT, List.of("Mail.Read"))
                .accessToken();
        assertThat(send("POST", ALL, body("me/events", "created", IN_SIX_DAYS, address()), mail)
                        .status())
                .isEqualTo(403);
        assertThat(send("GET", ALL, "", "nonsense").status()).isEqualTo(401);
    }
}
