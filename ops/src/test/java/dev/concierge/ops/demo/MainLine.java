package dev.concierge.ops.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.ops.process.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** What the product is for, by the demo's own words: its address, its sign-in, its sandbox, and the curl lines that it prints. */
final class MainLine {

    /** What a backend needs. */
    record Backend(String integration, String key) {
        @Override
        public String toString() {
            return "Backend[" + integration + "]";
        }
    }

    private static final String ACCOUNT = "linh.tran@meridian.example";
    private static final String EVENT = "Lunch with the people of the demo";
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final DemoProcess demo;
    private final String sandbox;

    MainLine(DemoProcess demo) {
        this.demo = demo;
        this.sandbox = demo.find("the sandbox at (\\S+) plays Google");
    }

    /** With the printed account. */
    void signIn() throws IOException, InterruptedException {
        try (DemoVisitor visitor = new DemoVisitor(demo.valueOf("Open"))) {
            signIn(visitor);
        }
    }

    /** Signs in, connects Google at the sandbox, sees the calendar and makes an API key. */
    Backend walk() throws IOException, InterruptedException {
        try (DemoVisitor visitor = new DemoVisitor(demo.valueOf("Open"))) {
            signIn(visitor);
            addAnEvent(visitor);
            String integration = connect(visitor);
            requireEvent(visitor, integration);
            return new Backend(integration, makeKey(visitor));
        }
    }

    /** Takes a token by the printed line, and asks the provider whose it is. */
    void requireToken(Backend backend) throws IOException, InterruptedException {
        String printed = demo.find("(\\S+/api/v1/oauth/integrations/\\$ID/token)");
        try (DemoVisitor visitor = new DemoVisitor(demo.valueOf("Open"))) {
            HttpResponse<String> vend = visitor.get(printed.replace("$ID", backend.integration()), backend.key());
            assertThat(vend.statusCode()).as(vend.body()).isEqualTo(200);
            String token = DemoVisitor.find(vend, "\"accessToken\":\"([^\"]+)\"");
            HttpResponse<String> person = visitor.get(sandbox + "/google/v1/userinfo", token);
            assertThat(person.statusCode()).isEqualTo(200);
            assertThat(person.body()).contains(ACCOUNT);
        }
    }

    private void signIn(DemoVisitor visitor) throws IOException, InterruptedException {
        HttpResponse<String> home = visitor.signIn(demo.valueOf("Sign in"), demo.valueOf("Password"));
        assertThat(home.statusCode()).isEqualTo(200);
        assertThat(home.uri().getPath()).isEqualTo("/");
    }

    private void addAnEvent(DemoVisitor visitor) throws IOException, InterruptedException {
        HttpResponse<String> calendar = visitor.get(sandbox + "/google/calendar?account=" + ACCOUNT);
        assertThat(visitor.submit(calendar, "calendar", Map.of("title", EVENT)).body())
                .contains("The event was added.");
    }

    private static String connect(DemoVisitor visitor) throws IOException, InterruptedException {
        HttpResponse<String> onwards =
                visitor.submit(visitor.get("/integrations"), "/integrations/google/connect", Map.of());
        HttpResponse<String> chooser =
                visitor.get(DemoVisitor.find(onwards, "href=\"(http://127\\.0\\.0\\.1:[^\"]+)\""));
        HttpResponse<String> consent = visitor.submit(chooser, "account", Map.of("account", ACCOUNT));
        HttpResponse<String> connected = visitor.submit(consent, "consent", Map.of("decision", "allow"));
        assertThat(connected.statusCode()).isEqualTo(200);
        assertThat(connected.uri().getPath()).matches("/integrations/[0-9a-f-]{36}");
        return connected.uri().getPath().substring("/integrations/".length());
    }

    private static void requireEvent(DemoVisitor visitor, String integration) throws InterruptedException {
        Await.End end = Await.until(
                () -> {
                    try {
                        return visitor.get("/integrations/" + integration)
                                .body()
                                .contains(EVENT);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                PATIENCE,
                new CompletableFuture<Void>());
        assertThat(end).as("the first sync brings the event").isEqualTo(Await.End.CAME);
    }

    private static String makeKey(DemoVisitor visitor) throws IOException, InterruptedException {
        HttpResponse<String> made = visitor.submit(
                visitor.get("/security"), "/security/keys", Map.of("name", "trip-planner", "days", "90"));
        return DemoVisitor.find(made, "[^A-Za-z0-9_-](ck_[A-Za-z0-9_-]{43})[^A-Za-z0-9_-]");
    }
}
