package dev.concierge.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A backend that asks a node for tokens by the public address, as through a load balancer; one connection for each question. */
final class Caller {
    private static final Pattern TOKEN = Pattern.compile("\"accessToken\"\\s*:\\s*\"([^\"]+)\"");
    private static final Pattern CAUSE = Pattern.compile("\"cause\"\\s*:\\s*\"([^\"]+)\"");
    private static final Pattern LOCATION = Pattern.compile("(?mi)^Location: (\\S+)");
    private static final int READ_MILLIS = 60_000;

    private final String authority;
    private final String key;

    Caller(String authority, String key) {
        this.authority = authority;
        this.key = key;
    }

    /** @param status 0 when the node went away without an answer */
    record Answer(int status, String body) {
        String token() {
            return first(TOKEN, body);
        }

        String cause() {
            return first(CAUSE, body);
        }

        /** Where it leads, without scheme and host; empty when it leads nowhere. */
        String location() {
            URI to = URI.create(first(LOCATION, body));
            return to.getRawQuery() == null ? to.getRawPath() : to.getRawPath() + "?" + to.getRawQuery();
        }

        @Override
        public String toString() {
            return "Answer[" + status + "]";
        }
    }

    /** The vend endpoint of the node on that port. */
    Answer token(int port, String integration) {
        String request = "GET /api/v1/oauth/integrations/" + integration + "/token HTTP/1.0\r\nHost: " + authority
                + "\r\nAuthorization: Bearer " + key + "\r\nConnection: close\r\n\r\n";
        return ask(port, request);
    }

    /** Whether a provider's endpoint takes the access token. */
    static boolean taken(String host, int port, String path, String token) {
        return ask(
                                host,
                                port,
                                "GET " + path + " HTTP/1.0\r\nHost: " + host + ":" + port + "\r\nAuthorization: Bearer "
                                        + token + "\r\nConnection: close\r\n\r\n")
                        .status()
                == 200;
    }

    /** The answer of the node on that port to these bytes; the headers are in its body. */
    static Answer ask(int port, String request) {
        return ask(InetAddress.getLoopbackAddress().getHostAddress(), port, request);
    }

    private static Answer ask(String host, int port, String request) {
        try (Socket socket = new Socket(host, port)) {
            socket.setSoTimeout(READ_MILLIS);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            String[] status = answer.split(" ", 3);
            return status.length < 2 ? new Answer(0, "") : new Answer(Integer.parseInt(status[1]), answer);
        } catch (IOException _) {
            return new Answer(0, "");
        }
    }

    private static String first(Pattern pattern, String text) {
        Matcher found = pattern.matcher(text);
        return found.find() ? found.group(1) : "";
    }
}
