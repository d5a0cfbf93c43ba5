package dev.concierge.sandbox.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** The listening socket. Each request has a virtual thread of its own, so a request that waits takes nothing from others. */
public final class HttpFront implements AutoCloseable {
    private static final int BACKLOG = 4096;

    static {
        // Read once by the JDK's server when its first class loads. Without the first, small answers wait 40 ms for an
        // acknowledgement; without the second, it hangs up on every connection beyond 200 that idles, and a client that
        // is just reusing one sees that as a failure.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.setProperty("sun.net.httpserver.maxIdleConnections", "20000");
        System.setProperty("sun.net.httpserver.idleInterval", "300");
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private HttpFront(HttpServer server) {
        this.server = server;
    }

    /**
     * Takes the port; nobody is answered before {@link #start}.
     *
     * @throws java.net.BindException when the port is taken
     */
    public static HttpFront bind(InetSocketAddress address) throws IOException {
        return new HttpFront(HttpServer.create(address, BACKLOG));
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** Begins to answer. What {@code conversation} leaves unanswered is hung up on. */
    public void start(Consumer<Conversation> conversation) {
        server.createContext("/", exchange -> serve(exchange, conversation));
        server.setExecutor(threads);
        server.start();
    }

    /** Stops listening, cuts what is open and lets go of the port. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private static void serve(HttpExchange exchange, Consumer<Conversation> conversation) throws IOException {
        try (exchange) {
            conversation.accept(new Conversation(exchange, Request.read(exchange)));
        }
    }
}
