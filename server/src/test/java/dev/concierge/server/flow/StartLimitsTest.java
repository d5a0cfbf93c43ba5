package dev.concierge.server.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.support.Api;
import dev.concierge.server.support.Browser;
import dev.concierge.server.support.Page;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** M-02: what can be begun without end. Each network and each account has a bound, and whoever waits is told how long. */
@Tag("security")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StartLimitsTest {
    private World world;
    private HttpClient http;

    @BeforeAll
    void start() {
        world = World.start(
                2,
                Map.of(
                        "TRUSTED_PROXIES", "127.0.0.1",
                        "concierge.identity.sign-in-burst", "4",
                        "concierge.integrations.connect-burst", "4",
                        "concierge.integrations.open-tickets", "3",
                        "GITHUB_CLIENT_ID", "concierge-test",
                        "GITHUB_CLIENT_SECRET", "of-a-provider-that-nobody-reaches"));
        // What a limit gives back, and how long somebody is told to wait, must not depend on how fast the machine is.
        world.clock().hold();
        http = HttpClient.newHttpClient();
    }

    @AfterAll
    void stop() {
        http.close();
        world.close();
    }

    @Test
    @DisplayName("M-02 a network begins to connect again and again, with ever new browsers")
    void a_network_begins_to_connect_again_and_again() {
        Visitor ada = world.visitor().signUp();
        List<Page> pages = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            ada.browser().jar(world.url("/")).remove("__Host-browser");
            pages.add(begin(ada, "203.0.113." + i));
        }
        assertThat(pages).extracting(Page::status).containsExactly(200, 200, 200, 200, 429, 429);
        assertThat(pages.getLast().headers().firstValue("Retry-After")).contains("1");
        assertThat(pages.getLast().text()).contains("Slow down");
        assertThat(begin(ada, "198.51.100.7").status()).as("another network").isEqualTo(200);
        world.advance(Duration.ofSeconds(1));
        assertThat(begin(ada, "203.0.113.9").status()).isEqualTo(200);
        assertThat(begin(ada, "203.0.113.9").status()).isEqualTo(429);
    }

    @Test
    @DisplayName("M-02 a network that may not begin does not use up somebody's link")
    void a_network_that_may_not_begin_does_not_use_up_a_link() {
        Visitor ada = world.visitor().signUp();
        Api api = new Api(http, world.server(), world.url("/"), ada.apiKey("integrations:write"));
        String link = URI.create(api.post("/api/v1/oauth/google/authorize", "{}")
                        .json()
                        .path("authorizationUrl")
                        .asString())
                .getPath();
        for (int i = 0; i < 5; i++) {
            ada.browser().jar(world.url("/")).remove("__Host-browser");
            begin(ada, "192.0.2.4");
        }
        Page page = ada.open(link);
        assertThat(post(ada, page, link, "192.0.2.4").status()).isEqualTo(429);
        assertThat(post(ada, page, link, "198.51.100.99").status()).isEqualTo(200);
    }

    @Test
    @DisplayName("M-02 anybody sends answers that belong to no trip, without end: the trail stays small")
    void made_up_answers_are_no_flood_of_rows() {
        String callback = "/api/v1/oauth/google/callback?state=" + "A".repeat(43) + "&code=made-up";
        Visitor stranger = world.visitor();
        long before = refusedCallbacks();
        for (int i = 0; i < 50; i++) {
            stranger.open(callback);
        }
        assertThat(refusedCallbacks() - before).isEqualTo(30);

        Visitor ada = world.visitor().signUp();
        ada.open(callback);
        assertThat(refusedCallbacks() - before).as("hers is written").isEqualTo(31);
    }

    private long refusedCallbacks() {
        return world.database()
                .owner()
                .sql("select count(*) from audit_events where action = 'integration.callback'")
                .query(Long.class)
                .single();
    }

    @Test
    @DisplayName("M-02 a network begins sign-ins again and again, with ever new browsers")
    void a_network_begins_sign_ins_again_and_again() {
        List<Page> pages = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Visitor stranger = world.visitor();
            Page form = stranger.open("/login");
            pages.add(post(stranger, form, "/auth/login/github", "203.0.113." + i));
        }
        assertThat(pages).extracting(Page::status).containsExactly(200, 200, 200, 200, 429, 429);
        assertThat(pages.getLast().headers().firstValue("Retry-After")).contains("6");
        assertThat(pages.getLast().text()).contains("Slow down");
    }

    @Test
    @DisplayName("M-02 a program asks for links again and again, on two nodes at once")
    void a_program_asks_for_links_again_and_again() throws Exception {
        Visitor ada = world.visitor().signUp();
        String key = ada.apiKey("integrations:write");
        List<Future<Api.Answer>> asked = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 16; i++) {
                Api api = new Api(http, world.node(i % 2), world.url("/"), key);
                asked.add(threads.submit(() -> api.post("/api/v1/oauth/google/authorize", "{}")));
            }
        }
        int given = 0;
        for (Future<Api.Answer> one : asked) {
            Api.Answer answer = one.get();
            if (answer.status() == 200) {
                given++;
            } else {
                assertThat(answer.status()).isEqualTo(429);
                assertThat(answer.problem()).isEqualTo("too-many-requests");
                assertThat(answer.raw().headers().firstValue("Retry-After")).contains("600");
            }
        }
        assertThat(given).isEqualTo(3);
        world.advance(Duration.ofMinutes(10));
        Api api = new Api(http, world.server(), world.url("/"), key);
        assertThat(api.post("/api/v1/oauth/google/authorize", "{}").status())
                .as("those that ended make room, purged or not")
                .isEqualTo(200);
    }

    private Page begin(Visitor visitor, String address) {
        return post(visitor, visitor.open("/integrations"), "/integrations/google/connect", address);
    }

    private Page post(Visitor visitor, Page page, String path, String address) {
        String check = page.find("input[name=_csrf]").val();
        return visitor.browser()
                .send(
                        "POST",
                        world.url(path),
                        Browser.encode(List.of(new Browser.Field("_csrf", check))),
                        Map.of(
                                "Content-Type", "application/x-www-form-urlencoded",
                                "Accept", "text/html",
                                "X-Forwarded-For", address));
    }
}
