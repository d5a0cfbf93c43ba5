package dev.concierge.server.web;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/** Serves the sample pages and the static files with the headers of the real server, and counts the bytes of a page. */
final class PreviewServer implements AutoCloseable {
    /** As {@code identity.SecurityChains} sends it. */
    static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
                    + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private static final Pattern USED = Pattern.compile("/(?:assets|marks)/[\\w.-]+");

    private final Map<String, byte[]> pages = new ConcurrentHashMap<>();
    private final Map<String, Canned> canned = new ConcurrentHashMap<>();
    private final List<String> received = new CopyOnWriteArrayList<>();
    private final Assets assets;
    private final HttpServer server;

    PreviewServer(Assets assets) throws IOException {
        this.assets = assets;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    void put(String name, byte[] page) {
        pages.put("/preview/" + name, page);
    }

    /** What a request of this method and path is answered with from now on. */
    void answer(String methodAndPath, Canned answer) {
        canned.put(methodAndPath, answer);
    }

    /** Requests that got a canned answer: method, path, whether htmx sent them, and the body. */
    List<String> received() {
        return List.copyOf(received);
    }

    /** An answer that a test prepared. A redirect is named by its header. */
    record Canned(int status, Map<String, String> headers, String body) {
        Canned {
            headers = Map.copyOf(headers);
        }

        static Canned page(int status, String body) {
            return new Canned(status, Map.of("Content-Type", "text/html;charset=UTF-8"), body);
        }
    }

    String url(String name) {
        return "http://localhost:" + server.getAddress().getPort() + "/preview/" + name;
    }

    /** Bytes on the wire of a page with all it needs, each compressed as the server does it. */
    int wireSize(String name) throws IOException {
        byte[] page = pages.getOrDefault("/preview/" + name, new byte[0]);
        String html = new String(page, StandardCharsets.UTF_8);
        return gzip(page).length
                + USED.matcher(html)
                        .results()
                        .map(MatchResult::group)
                        .distinct()
                        .mapToInt(path -> assets.find(path).orElseThrow().length(true))
                        .sum();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            exchange.getResponseHeaders().set("Content-Security-Policy", POLICY);
            exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
            Canned answer = canned.get(exchange.getRequestMethod() + " " + path);
            if (answer != null) {
                send(exchange, answer);
                return;
            }
            byte[] page = pages.get(path);
            if (page != null) {
                exchange.getResponseHeaders().set("Content-Type", "text/html;charset=UTF-8");
                exchange.sendResponseHeaders(200, page.length);
                exchange.getResponseBody().write(page);
                return;
            }
            if (path.equals("/favicon.ico") || exchange.getRequestHeaders().containsKey("HX-Request")) {
                exchange.sendResponseHeaders(204, -1);
                return;
            }
            StaticFile file = assets.find(path).orElse(null);
            if (file == null) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            exchange.getResponseHeaders().set("Content-Type", file.type());
            exchange.sendResponseHeaders(200, file.length(false));
            file.writeTo(exchange.getResponseBody(), false);
        }
    }

    private void send(HttpExchange exchange, Canned answer) throws IOException {
        boolean htmx = exchange.getRequestHeaders().containsKey("HX-Request");
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String token = exchange.getRequestHeaders().getFirst("X-CSRF-TOKEN");
        received.add(exchange.getRequestMethod() + " " + exchange.getRequestURI()
                + (htmx ? " htmx " + token + " " : " form ") + body);
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream packed = new GZIPOutputStream(out)) {
            packed.write(bytes);
        }
        return out.toByteArray();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
