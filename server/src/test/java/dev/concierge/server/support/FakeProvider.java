package dev.concierge.server.support;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A provider that lies: an HTTP server over bare sockets, whose script writes every byte of the answer itself, and which keeps what it received.
 * One request a connection. For answers that behave, use the sandbox.
 */
public final class FakeProvider implements AutoCloseable {
    /** One request as it came; header names are in lower case, values of one name are joined. */
    public record Request(String method, String target, Map<String, String> headers, String body) {
        /** A header's value, or the empty text. */
        public String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }
    }

    /** Writes the answer; the connection is closed when it returns. */
    @FunctionalInterface
    public interface Script {
        void answer(Request request, OutputStream out) throws IOException, InterruptedException;
    }

    private final ServerSocket listener;
    private final boolean tls;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile Script script;

    private FakeProvider(ServerSocket listener, boolean tls, Script script) {
        this.listener = listener;
        this.tls = tls;
        this.script = script;
        Thread.ofVirtual().name("fake provider").start(this::accept);
    }

    public static FakeProvider start(Script script) {
        return start(null, script);
    }

    /** With TLS when a context is given. */
    public static FakeProvider start(@Nullable SSLContext context, Script script) {
        try {
            InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
            ServerSocket listener = context == null
                    ? new ServerSocket(0, 400, loopback)
                    : context.getServerSocketFactory().createServerSocket(0, 400, loopback);
            return new FakeProvider(listener, context != null, script);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A JSON answer. */
    public static Script json(int status, String body) {
        return answer(status, "application/json", body);
    }

    public static Script answer(int status, String mediaType, String body, String... headers) {
        return (_, out) -> write(out, status, mediaType, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    /** Takes the request and says nothing until the connection is closed. */
    public static Script silence() {
        return (_, _) -> new CountDownLatch(1).await();
    }

    public static void write(OutputStream out, int status, String mediaType, byte[] body, String... headers)
            throws IOException {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Any\r\nConnection: close\r\n");
        head.append("Content-Type: ").append(mediaType).append("\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
        out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        out.write(body);
        out.flush();
    }

    /** Answers differently from now on. */
    public void script(Script next) {
        script = next;
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** {@code 127.0.0.1} and the port. */
    public String authority() {
        return "127.0.0.1:" + port();
    }

    public URI url(String path) {
        return URI.create((tls ? "https" : "http") + "://" + authority() + path);
    }

    /** Whole requests so far. */
    public List<Request> requests() {
        return List.copyOf(requests);
    }

    /** Connections so far, with or without a request. */
    public int connections() {
        return connections.get();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                connections.incrementAndGet();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            Request request = read(socket.getInputStream());
            if (request != null) {
                requests.add(request);
                script.answer(request, socket.getOutputStream());
            }
        } catch (IOException e) {
            // the other side went away, which many scripts are about
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(socket);
        }
    }

    private static @Nullable Request read(InputStream in) throws IOException {
        String first = line(in);
        if (first.isEmpty()) {
            return null;
        }
        String[] parts = first.split(" ", 3);
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            String[] field = line.split(":", 2);
            headers.merge(field[0].toLowerCase(Locale.ROOT), field[1].strip(), (one, other) -> one + ", " + other);
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        return new Request(parts[0], parts[1], headers, new String(in.readNBytes(length), StandardCharsets.UTF_8));
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
