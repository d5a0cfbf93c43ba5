package dev.concierge.sandbox.google;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import dev.concierge.sandbox.Http;
import dev.concierge.sandbox.Http.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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

@Tag("flow")
class WatchTest {
    private static final LocalDateTime NINE = LocalDateTime.of(2026, 11, 24, 9, 0);

    private final GoogleWorld world = new GoogleWorld();
    private final String token = world.tokens("scope", GoogleWorld.READ_EVENTS).text("access_token");
    private final List<Headers> pushes = new CopyOnWriteArrayList<>();
    private HttpServer receiver;

    @BeforeEach
    void listen() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            pushes.add(exchange.getRequestHeaders());
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        receiver.start();
    }

    @AfterEach
    void end() {
        receiver.stop(0);
        world.close();
    }

    private String address() {
        return "http://localhost:" + receiver.getAddress().getPort() + "/push";
    }

    private Reply watch(String id, String more) {
        return post(
                "/calendar/v3/calendars/primary/events/watch",
                "{\"id\":\"" + id + "\",\"type\":\"web_hook\",\"address\":\"" + address() + "\"" + more + "}");
    }

    private Reply post(String path, String body) {
        return Http.json("POST", world.google + path, body, "Authorization", "Bearer " + token);
    }

    private static String first(Headers headers, String name) {
        return String.valueOf(headers.getFirst(name));
    }

    @Test
    void a_channel_is_greeted_and_told_of_every_change_by_number() {
        var opened = watch("one", ",\"token\":\"secret\"");

        assertThat(opened.status()).as(opened.body()).isEqualTo(200);
        assertThat(opened.text("kind")).isEqualTo("api#channel");
        assertThat(opened.text("expiration")).isNotEmpty();
        assertThat(pushes).singleElement().satisfies(push -> {
            assertThat(first(push, "X-Goog-Resource-State")).isEqualTo("sync");
            assertThat(first(push, "X-Goog-Message-Number")).isEqualTo("1");
        });

        var event = world.sandbox.calendar(GoogleWorld.LINH).add("Coffee", NINE, NINE.plusHours(1));
        world.sandbox.calendar(GoogleWorld.LINH).cancel(event.id());

        assertThat(pushes).hasSize(3);
        assertThat(first(pushes.get(2), "X-Goog-Channel-ID")).isEqualTo("one");
        assertThat(first(pushes.get(2), "X-Goog-Channel-Token")).isEqualTo("secret");
        assertThat(first(pushes.get(2), "X-Goog-Resource-State")).isEqualTo("exists");
        assertThat(first(pushes.get(2), "X-Goog-Resource-ID")).isEqualTo(opened.text("resourceId"));
        assertThat(first(pushes.get(2), "X-Goog-Message-Number")).isEqualTo("3");
    }

    @Test
    void a_channel_that_is_stopped_or_over_is_silent() {
        var stopped = watch("one", "");
        watch("two", "");
        var resource = stopped.text("resourceId");
        assertThat(post("/calendar/v3/channels/stop", "{\"id\":\"one\",\"resourceId\":\"other\"}")
                        .status())
                .isEqualTo(404);
        assertThat(post("/calendar/v3/channels/stop", "{\"id\":\"one\",\"resourceId\":\"" + resource + "\"}")
                        .status())
                .isEqualTo(204);
        pushes.clear();

        world.sandbox.calendar(GoogleWorld.LINH).add("Coffee", NINE, NINE.plusHours(1));
        assertThat(pushes)
                .singleElement()
                .satisfies(push -> assertThat(first(push, "X-Goog-Channel-ID")).isEqualTo("two"));

        world.pass(Duration.ofDays(7));
        world.sandbox.calendar(GoogleWorld.LINH).add("Tea", NINE, NINE.plusHours(1));
        assertThat(pushes).hasSize(1);
    }

    @Test
    void somebody_elses_calendar_tells_nothing() {
        watch("one", "");
        pushes.clear();

        world.sandbox.calendar(GoogleWorld.LINH_HOME).add("Coffee", NINE, NINE.plusHours(1));

        assertThat(pushes).isEmpty();
    }

    @Test
    void an_id_is_the_projects_once() {
        watch("one", "");

        var again = watch("one", "");

        assertThat(again.status()).isEqualTo(400);
        assertThat(again.body()).contains("channelIdNotUnique");
    }

    @ParameterizedTest
    @CsvSource({
        "one two, web_hook, https://push.example/x",
        "one, mail, https://push.example/x",
        "one, web_hook, http://push.example/x",
        "one, web_hook, nonsense",
        "one, web_hook, http://192.0.2.1/x"
    })
    void what_google_would_not_take_is_refused(String id, String type, String address) {
        var refused = post(
                "/calendar/v3/calendars/primary/events/watch",
                "{\"id\":\"" + id + "\",\"type\":\"" + type + "\",\"address\":\"" + address + "\"}");

        assertThat(refused.status()).as(refused.body()).isEqualTo(400);
    }

    @Test
    void it_needs_the_scope_and_a_calendar() {
        var other = world.tokens("scope", "openid").text("access_token");
        var body = "{\"id\":\"one\",\"type\":\"web_hook\",\"address\":\"" + address() + "\"}";

        assertThat(Http.json(
                                "POST",
                                world.google + "/calendar/v3/calendars/primary/events/watch",
                                body,
                                "Authorization",
                                "Bearer " + other)
                        .status())
                .isEqualTo(403);
        assertThat(post("/calendar/v3/calendars/nope/events/watch", body).status())
                .isEqualTo(404);
    }
}
