package dev.concierge.sandbox.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.zip.GZIPOutputStream;

/** One request and the chance to answer it once. */
public final class Conversation {
    private final HttpExchange exchange;
    private final Request request;

    Conversation(HttpExchange exchange, Request request) {
        this.exchange = exchange;
        this.request = request;
    }

    public Request request() {
        return request;
    }

    /** Sends the answer; false when the other side had gone before all of it was written. */
    public boolean send(Answer answer) {
        try {
            for (var header : answer.headers()) {
                exchange.getResponseHeaders().add(header.name(), header.value());
            }
            write(answer.status(), answer.body());
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    /** Closes the connection without a single byte. */
    public void hangUp() {
        exchange.close();
    }

    /** The JDK's server wants -1 for no body and 0 for chunks of unknown number. */
    private void write(int status, Body body) throws IOException {
        switch (body) {
            case Body.Text(var text) when text.isEmpty() -> exchange.sendResponseHeaders(status, -1);
            case Body.Text(var text) -> {
                var bytes = text.getBytes(UTF_8);
                exchange.sendResponseHeaders(status, bytes.length);
                try (var out = exchange.getResponseBody()) {
                    out.write(bytes);
                }
            }
            case Body.Cut(var text) -> {
                var bytes = text.getBytes(UTF_8);
                exchange.sendResponseHeaders(status, Math.max(bytes.length, 2));
                exchange.getResponseBody().write(bytes, 0, bytes.length / 2);
                exchange.getResponseBody().flush();
                exchange.close();
            }
            case Body.Huge huge -> {
                exchange.sendResponseHeaders(status, 0);
                try (var out = exchange.getResponseBody()) {
                    huge.writeTo(out);
                }
            }
            case Body.Gzipped(var huge) -> {
                exchange.sendResponseHeaders(status, 0);
                try (var out = new GZIPOutputStream(exchange.getResponseBody())) {
                    huge.writeTo(out);
                }
            }
        }
    }
}
