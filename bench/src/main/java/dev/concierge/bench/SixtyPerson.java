package dev.concierge.bench;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * One of sixty: signs in, looks around, connects an account again, takes its token and signs out, with pauses as of somebody who reads, until the
 * time is over. Comes from a network of its own.
 */
final class SixtyPerson implements AutoCloseable {
    private static final int VENDS = 3;

    private final Installation at;
    private final Connections connections;
    private final Duration pause;
    private final String email;
    private final String upstream;
    private final Random random;
    private final Journey journey;
    private final HttpClient backend = HttpClient.newHttpClient();
    private final Map<SixtyStep, List<Double>> millis = new EnumMap<>(SixtyStep.class);
    private final List<String> errors = new ArrayList<>();
    private SixtyStep step = SixtyStep.SIGN_IN;
    private long countedFrom = Long.MAX_VALUE;
    private String key = "";
    private String integration = "";

    /** @param pause between two steps, on average */
    SixtyPerson(Installation at, int number, Duration pause) {
        this.at = at;
        this.connections = new Connections(at);
        this.pause = pause;
        this.email = "person" + number + "@people.example";
        this.upstream = "person" + number + "@sixty.example";
        this.random = new Random(number);
        this.journey = new Journey(at.url("/"), "10." + number + ".0.1", this::answered);
    }

    /** Has an account, a connected account and a key, and is signed out. */
    void prepare() throws IOException, InterruptedException {
        journey.signUp(email);
        integration = connections.connect(journey, "google", upstream);
        key = journey.key("tokens:vend");
        journey.submit("/", "/logout", Map.of());
    }

    String upstream() {
        return upstream;
    }

    /**
     * Goes round; a step that fails is noted, and the round begun anew.
     *
     * @param timed the {@link System#nanoTime} from which answers are timed
     * @param end when it is over
     */
    void live(long timed, long end) throws InterruptedException {
        countedFrom = timed;
        // not all at the same moment
        TimeUnit.MILLISECONDS.sleep(random.nextLong(pause.multipliedBy(8).toMillis()));
        while (System.nanoTime() - end < 0) {
            try {
                round();
            } catch (IOException | IllegalStateException e) {
                errors.add(step + ": " + e.getMessage());
            }
        }
    }

    Map<SixtyStep, List<Double>> millis() {
        return Map.copyOf(millis);
    }

    List<String> errors() {
        return List.copyOf(errors);
    }

    private void round() throws IOException, InterruptedException {
        begin(SixtyStep.SIGN_IN);
        journey.signIn(email);
        begin(SixtyStep.OVERVIEW);
        require(journey.open(at.url("/")));
        begin(SixtyStep.ANALYTICS);
        require(journey.open(at.url("/dashboard/analytics")));
        begin(SixtyStep.INTEGRATIONS);
        require(journey.open(at.url("/integrations")));
        connect();
        begin(SixtyStep.INTEGRATION);
        require(journey.open(at.url("/integrations/" + integration)));
        for (int vend = 0; vend < VENDS; vend++) {
            begin(SixtyStep.VEND);
            vend();
        }
        begin(SixtyStep.SIGN_OUT);
        journey.submit("/", "/logout", Map.of());
    }

    private void connect() throws IOException, InterruptedException {
        begin(SixtyStep.LEAVE);
        String connected = connections.connect(journey, "google", upstream, () -> step = SixtyStep.CONNECT);
        if (!connected.equals(integration)) {
            throw new IOException("the same account became another integration");
        }
    }

    private void vend() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(at.url("/api/v1/oauth/integrations/" + integration + "/token"))
                .header("Authorization", "Bearer " + key)
                .header("X-Forwarded-For", "10.200.0.1")
                .build();
        long began = System.nanoTime();
        int status = backend.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
        answered(status, Duration.ofNanos(System.nanoTime() - began));
        if (status != 200) {
            throw new IOException("a vend answered " + status);
        }
    }

    private void begin(SixtyStep next) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(1 + random.nextLong(pause.multipliedBy(2).toMillis()));
        step = next;
    }

    private void answered(int status, Duration took) {
        if (countedFrom != Long.MAX_VALUE && System.nanoTime() - countedFrom >= 0 && status < 400) {
            millis.computeIfAbsent(step, _ -> new ArrayList<>()).add(took.toNanos() / 1e6);
        }
    }

    private static void require(Journey.Stop page) throws IOException {
        if (page.status() != 200) {
            throw new IOException(page.at().getPath() + " answered " + page.status());
        }
    }

    @Override
    public void close() {
        backend.close();
        journey.close();
    }
}
