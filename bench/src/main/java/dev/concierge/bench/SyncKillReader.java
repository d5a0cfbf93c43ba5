package dev.concierge.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Somebody who keeps a copy of all records by the feed of changes alone: reads on from the last cursor, again and again. */
final class SyncKillReader implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int PAGE = 200;
    private static final int PAUSE_MILLIS = 100;

    /**
     * How the feed was.
     *
     * @param told changes, of which it may be the second of the same record
     * @param again told once more in a version that was known
     * @param back told in an older version than one that was known
     */
    record Told(long pages, long told, long again, long back) {}

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI records;
    private final String key;
    private final Map<String, SyncKillItem.State> copy = new HashMap<>();
    private final Thread thread;
    private Told counts = new Told(0, 0, 0, 0);
    private String cursor = "";
    private @Nullable String trouble;
    private volatile boolean closed;

    /** @param records the feed's address */
    SyncKillReader(URI records, String key) {
        this.records = records;
        this.key = key;
        this.thread = Thread.ofPlatform().name("feed reader").daemon().start(this::read);
    }

    /** The copy, by the records' ids. @throws IOException when the feed has failed */
    synchronized Map<String, SyncKillItem.State> copy() throws IOException {
        if (trouble != null) {
            throw new IOException(trouble);
        }
        return Map.copyOf(copy);
    }

    synchronized Told counts() {
        return counts;
    }

    private void read() {
        try {
            while (!closed) {
                if (take(page()) == 0) {
                    TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
                }
            }
        } catch (IOException e) {
            fail(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private JsonNode page() throws IOException, InterruptedException {
        URI page = URI.create(records + "?limit=" + PAGE + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(page)
                        .timeout(PATIENCE)
                        .header("Authorization", "Bearer " + key)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException("the feed answered " + answer.statusCode());
        }
        return JSON.readTree(answer.body());
    }

    private synchronized int take(JsonNode page) {
        JsonNode items = page.path("items");
        int again = 0;
        int back = 0;
        for (JsonNode item : items) {
            SyncKillItem.State state = state(item);
            SyncKillItem.State before = copy.put(item.path("id").asString(""), state);
            again += before != null && before.version() == state.version() ? 1 : 0;
            back += before != null && before.version() > state.version() ? 1 : 0;
        }
        counts = new Told(
                counts.pages() + 1, counts.told() + items.size(), counts.again() + again, counts.back() + back);
        cursor = page.path("nextCursor").asString("");
        return items.size();
    }

    private static SyncKillItem.State state(JsonNode item) {
        String stream = item.path("stream").asString("");
        return new SyncKillItem.State(
                new SyncKillItem(
                        item.path("integrationId").asString(""),
                        stream,
                        item.path("part").asString(""),
                        item.path("upstreamId").asString("")),
                item.path("version").asLong(0),
                item.path("deleted").asBoolean(false) ? null : SyncKillItem.says(stream, item.path("content")));
    }

    private synchronized void fail(IOException e) {
        if (!closed) {
            trouble = "the feed could not be read: " + e.getMessage();
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        http.close();
    }
}
