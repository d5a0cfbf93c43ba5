package dev.concierge.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Google Calendar with one calendar of very many events. Everybody's token shows the same; who asks for changes is told of none, of all events, or to begin anew. */
final class IngestCalendar implements AutoCloseable {
    /** What whoever comes back with a sync token is told. */
    enum Changes {
        NONE,
        /** Every event, as if each had changed; none has. */
        ALL,
        /** That the token is too old: everything is read anew. */
        TOO_OLD
    }

    private static final String EVENTS = "/calendar/v3/calendars/";
    private static final int GONE = 410;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile int events;
    private volatile Changes changes = Changes.NONE;

    private IngestCalendar(HttpServer server) {
        this.server = server;
    }

    static IngestCalendar start() throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 50);
        IngestCalendar calendar = new IngestCalendar(server);
        server.createContext("/", calendar::answer);
        server.setExecutor(calendar.threads);
        server.start();
        return calendar;
    }

    String authority() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** What the catalog says of Google with this calendar in it, and without limits of calls: how fast the server is is the question. */
    String describe(String google) {
        return google.replaceAll(
                        "(?m)^    baseUrl: \\S+/calendar/v3$", "    baseUrl: http://" + authority() + "/calendar/v3")
                .replaceAll("(?ms)^limits:.*?(?=^quota:)", "");
    }

    /** How many events there are from now on, and what is told of changes. */
    void holds(int howMany, Changes told) {
        events = howMany;
        changes = told;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            Map<String, String> asked = query(exchange);
            if (path.endsWith("/calendarList")) {
                send(
                        exchange,
                        200,
                        "{\"items\":[{\"id\":\"main\",\"summary\":\"Main\",\"timeZone\":\"UTC\",\"primary\":true}],\"nextSyncToken\":\"1\"}");
            } else if (!path.startsWith(EVENTS)) {
                send(exchange, 404, "{\"error\":{\"code\":404,\"message\":\"Not Found\"}}");
            } else if (asked.containsKey("syncToken") && changes == Changes.TOO_OLD) {
                send(exchange, GONE, "{\"error\":{\"code\":410,\"errors\":[{\"reason\":\"fullSyncRequired\"}]}}");
            } else {
                send(exchange, 200, page(asked));
            }
        }
    }

    private String page(Map<String, String> asked) {
        int all = asked.containsKey("syncToken") && changes == Changes.NONE ? 0 : events;
        int from = Math.min(all, Integer.parseInt(asked.getOrDefault("pageToken", "0")));
        int to = Math.min(all, from + Integer.parseInt(asked.getOrDefault("maxResults", "250")));
        return IngestEvents.page(
                from, to, to < all ? "\"nextPageToken\":\"" + to + "\"" : "\"nextSyncToken\":\"since-" + all + "\"");
    }

    private static Map<String, String> query(HttpExchange exchange) {
        Map<String, String> asked = new HashMap<>();
        String query = exchange.getRequestURI().getRawQuery();
        for (String pair : (query == null ? "" : query).split("&", -1)) {
            String[] parts = pair.split("=", 2);
            if (parts.length == 2) {
                asked.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
            }
        }
        return asked;
    }

    private static void send(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
