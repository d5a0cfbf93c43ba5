package dev.concierge.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.support.SettableClock;
import dev.concierge.server.support.TestDatabase;
import dev.concierge.server.support.TestServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("flow")
class StartTest {
    @Test
    void a_server_starts_on_a_migrated_database_and_shows_its_sign_in_page() throws Exception {
        try (TestDatabase database = TestDatabase.create();
                TestServer server =
                        TestServer.start(database, new SettableClock(), TestServer.Keys.random(), Map.of());
                HttpClient http = HttpClient.newHttpClient()) {
            URI page = server.url().resolve("/login");
            HttpResponse<String> answer =
                    http.send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains("Welcome back");
        }
    }
}
