package dev.concierge.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The system's Chromium without a window, told what to do by its own DevTools protocol. */
final class Chromium implements AutoCloseable {
    private static final String PROGRAM = System.getenv().getOrDefault("CHROMIUM_PATH", "/usr/bin/chromium");
    private static final Pattern LISTENING = Pattern.compile("DevTools listening on (ws://\\S+)");
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int PATIENCE_SECONDS = 30;

    /** Everything that was loaded for the page that is shown, and when something of it was first to be seen (W3C Paint Timing). */
    private static final String MEASURE = """
            new Promise(done => {
              const tell = () => {
                const paint = performance.getEntriesByName('first-contentful-paint')[0];
                if (!paint) return;
                const all = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
                const sum = of => all.reduce((whole, one) => whole + one[of], 0);
                done(JSON.stringify({paint: paint.startTime, wire: sum('transferSize'), size: sum('decodedBodySize'), requests: all.length}));
              };
              tell();
              new PerformanceObserver(tell).observe({type: 'paint', buffered: true});
            })
            """;

    /**
     * What showing a page took.
     *
     * @param paintMillis until the first text or picture was to be seen
     * @param wireBytes of the page and what it loads, headers included, as they went over the wire; 0 for what the cache had
     * @param bytes of the same, unpacked and without headers
     */
    record Shown(double paintMillis, long wireBytes, long bytes, int requests) {}

    private final Process process;
    private final Path profile;
    private final HttpClient http = HttpClient.newHttpClient();
    private final AtomicInteger calls = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<Boolean>> loading = new ConcurrentHashMap<>();
    private final WebSocket socket;

    private Chromium(Process process, Path profile, URI address) throws IOException, InterruptedException {
        this.process = process;
        this.profile = profile;
        this.socket = await(http.newWebSocketBuilder().buildAsync(address, new Ear()));
    }

    /** Starts it. @throws IllegalStateException where there is none */
    static Chromium start() throws IOException, InterruptedException {
        if (!Files.isExecutable(Path.of(PROGRAM))) {
            throw new IllegalStateException("Pages are shown by Chromium, and there is none at " + PROGRAM
                    + ". Install it (Debian: apt-get install chromium) or set CHROMIUM_PATH.");
        }
        Path profile = Files.createTempDirectory("concierge-chromium");
        Process process = new ProcessBuilder(
                        PROGRAM,
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--no-first-run",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader said =
                new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
        for (@Nullable String line = said.readLine(); line != null; line = said.readLine()) {
            Matcher listening = LISTENING.matcher(line);
            if (listening.find()) {
                Thread.ofVirtual().start(() -> drain(said));
                return new Chromium(process, profile, URI.create(listening.group(1)));
            }
        }
        throw new IllegalStateException("Chromium ended before it could be told anything");
    }

    /** Nothing else reads what it complains about; with a full pipe it would stand still. */
    private static void drain(BufferedReader said) {
        try {
            while (said.readLine() != null) {
                // not of interest
            }
        } catch (IOException _) {
            // it ended
        }
    }

    /**
     * A browser that has seen nothing yet.
     *
     * @param site whose cookies it gets
     * @param cookies as a request would carry them
     */
    Tab open(URI site, String cookies) throws IOException, InterruptedException {
        String context = call("Target.createBrowserContext", Map.of(), null)
                .path("browserContextId")
                .asString();
        String target = call("Target.createTarget", Map.of("url", "about:blank", "browserContextId", context), null)
                .path("targetId")
                .asString();
        String session = call("Target.attachToTarget", Map.of("targetId", target, "flatten", true), null)
                .path("sessionId")
                .asString();
        call("Page.enable", Map.of(), session);
        List<Map<String, Object>> all = Stream.of(cookies.split("; ", -1))
                .map(cookie -> cookie.split("=", 2))
                .map(cookie -> Map.<String, Object>of(
                        "name", cookie[0], "value", cookie[1], "url", site.toString(), "path", "/", "secure", true))
                .toList();
        call("Network.setCookies", Map.of("cookies", all), session);
        return new Tab(context, session);
    }

    /** A page in a browser of its own. */
    final class Tab implements AutoCloseable {
        private final String context;
        private final String session;

        private Tab(String context, String session) {
            this.context = context;
            this.session = session;
        }

        Shown show(URI page) throws IOException, InterruptedException {
            CompletableFuture<Boolean> loaded = new CompletableFuture<>();
            loading.put(session, loaded);
            JsonNode went = call("Page.navigate", Map.of("url", page.toString()), session);
            if (went.has("errorText")) {
                throw new IOException(
                        page.getPath() + ": " + went.path("errorText").asString());
            }
            var _ = await(loaded);
            JsonNode answer = call(
                    "Runtime.evaluate",
                    Map.of("expression", MEASURE, "awaitPromise", true, "returnByValue", true),
                    session);
            JsonNode measured =
                    JSON.readTree(answer.path("result").path("value").asString());
            return new Shown(
                    measured.path("paint").asDouble(),
                    measured.path("wire").asLong(),
                    measured.path("size").asLong(),
                    measured.path("requests").asInt());
        }

        @Override
        public void close() throws IOException {
            try {
                call("Target.disposeBrowserContext", Map.of("browserContextId", context), null);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private JsonNode call(String method, Map<String, ?> parameters, @Nullable String session)
            throws IOException, InterruptedException {
        int id = calls.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        waiting.put(id, answer);
        Map<String, Object> message = new java.util.HashMap<>(Map.of("id", id, "method", method, "params", parameters));
        if (session != null) {
            message.put("sessionId", session);
        }
        var _ = await(socket.sendText(JSON.writeValueAsString(message), true));
        JsonNode said = await(answer);
        if (said.has("error")) {
            throw new IOException(
                    method + ": " + said.path("error").path("message").asString());
        }
        return said.path("result");
    }

    private static <T> T await(CompletableFuture<T> future) throws IOException, InterruptedException {
        try {
            return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("Chromium does not answer", e);
        }
    }

    private final class Ear implements WebSocket.Listener {
        private final StringBuilder heard = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence words, boolean last) {
            heard.append(words);
            if (last) {
                hear(JSON.readTree(heard.toString()));
                heard.setLength(0);
            }
            from.request(1);
            return null;
        }

        private void hear(JsonNode message) {
            if (message.has("id")) {
                CompletableFuture<JsonNode> answer =
                        waiting.remove(message.path("id").asInt());
                if (answer != null) {
                    answer.complete(message);
                }
            } else if (message.path("method").asString().equals("Page.loadEventFired")) {
                CompletableFuture<Boolean> loaded =
                        loading.remove(message.path("sessionId").asString());
                if (loaded != null) {
                    loaded.complete(true);
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.abort();
        http.close();
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
        try (Stream<Path> files = Files.walk(profile)) {
            files.sorted(Comparator.reverseOrder()).forEach(Chromium::delete);
        } catch (UncheckedIOException _) {
            // one of its processes is still at it; the system clears its temporary folder
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
