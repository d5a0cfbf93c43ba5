package dev.concierge.testing.vault;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** The stand-in itself, on a free port of loopback. Its clock ends leases. Thread-safe. */
public final class VaultStandIn implements AutoCloseable {
    /** Where the transit engine is mounted. */
    public static final String MOUNT = "transit";

    private final HttpServer server;
    private final String scheme;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Tokens tokens;
    private final VaultRoutes routes;
    private final List<String> heard = new ArrayList<>();
    private volatile boolean sealed;
    private volatile boolean standby;
    private volatile @Nullable String namespace;
    private volatile int answerAll;
    private volatile @Nullable Hold hold;

    private VaultStandIn(HttpServer server, String scheme, Clock clock) {
        this.server = server;
        this.scheme = scheme;
        this.tokens = new Tokens(clock);
        this.routes = new VaultRoutes(tokens);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** Plain HTTP, as a Vault Agent or a server in development mode on the same machine. */
    public static VaultStandIn start(Clock clock) {
        try {
            return new VaultStandIn(HttpServer.create(loopback(), 0), "http", clock);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With TLS under a certificate for {@code 127.0.0.1}. */
    public static VaultStandIn start(Clock clock, SSLContext tls) {
        try {
            HttpsServer server = HttpsServer.create(loopback(), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(tls));
            return new VaultStandIn(server, "https", clock);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    /** For {@code VAULT_ADDR}. */
    public URI address() {
        return URI.create(scheme + "://127.0.0.1:" + server.getAddress().getPort());
    }

    /** {@code vault write -f transit/keys/NAME}. */
    public void key(String name) {
        routes.put(name, new TransitKeyRing("aes256-gcm96", false));
    }

    /** The same with a type, and exportable or not. */
    public void key(String name, String type, boolean exportable) {
        routes.put(name, new TransitKeyRing(type, exportable));
    }

    /** {@code vault write -f transit/keys/NAME/rotate}. */
    public void rotate(String name) {
        routes.key(name).rotate();
    }

    /** Sets {@code min_decryption_version} of a key. */
    public void minDecryptionVersion(String name, int version) {
        routes.key(name).minDecryptionVersion(version);
    }

    /** The policy of {@code docs/keys.md} for one key. */
    public static Set<String> policy(String key) {
        Set<String> lines = new LinkedHashSet<>();
        lines.add("read " + MOUNT + "/keys/" + key);
        lines.add("update " + MOUNT + "/encrypt/" + key);
        lines.add("update " + MOUNT + "/decrypt/" + key);
        lines.add("update auth/token/renew-self");
        return lines;
    }

    /** A token without an end, with such lines of a policy as {@link #policy} gives. */
    public String token(Set<String> policy) {
        return tokens.issue(policy);
    }

    public void revoke(String token) {
        tokens.revoke(token);
    }

    /**
     * A role of AppRole.
     *
     * @param life of a token, and of each renewal
     * @param longest after this no renewal reaches
     * @param uses how many logins the secret id is good for
     * @return its secret id
     */
    public String role(String roleId, Set<String> policy, Duration life, Duration longest, int uses) {
        String secretId = tokens.secret("");
        tokens.role(roleId, new Tokens.Role(secretId, policy, life, longest, uses));
        return secretId;
    }

    /** Everything secret that went out: tokens, secret ids. */
    public List<String> secrets() {
        return tokens.handedOut();
    }

    /** The plaintexts that came in or went out, in base64. */
    public List<String> plaintexts() {
        return routes.plaintexts();
    }

    public void sealed(boolean now) {
        sealed = now;
    }

    /** A standby that does not forward: it redirects to the active node. */
    public void standby(boolean now) {
        standby = now;
    }

    /** Only requests with this {@code X-Vault-Namespace} find the engine. */
    public void namespace(@Nullable String name) {
        namespace = name;
    }

    /** Answers everything with this status and no data; 0 ends that. 429 and 412 are what Vault itself says under load. */
    public void answerAll(int status) {
        answerAll = status;
    }

    /** Behaves as versions before {@code associated_data} was there: unknown parameters are ignored. */
    public void knowsNoAssociatedData() {
        routes.knowsNoAssociatedData();
    }

    /** Requests that were held, and their release. */
    public static final class Hold {
        private final String part;
        private final CountDownLatch arrived = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);

        Hold(String part) {
            this.part = part;
        }

        /** Returns when the first request is held. */
        public void awaitArrival() throws InterruptedException {
            arrived.await();
        }

        public void release() {
            released.countDown();
        }
    }

    /** From now on requests whose path holds this part get no answer until they are released. */
    public Hold hold(String part) {
        Hold made = new Hold(part);
        hold = made;
        return made;
    }

    /** {@code METHOD path} of what came so far, in order. */
    public List<String> heard() {
        synchronized (heard) {
            return List.copyOf(heard);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getRawPath();
            synchronized (heard) {
                heard.add(exchange.getRequestMethod() + " " + path);
            }
            waitWhileHeld(path);
            try {
                answer(exchange, path);
            } catch (Refusal refusal) {
                Requests.refuse(exchange, refusal.status(), refusal.error());
            }
        }
    }

    private void waitWhileHeld(String path) {
        Hold now = hold;
        if (now == null || !path.contains(now.part)) {
            return;
        }
        now.arrived.countDown();
        try {
            now.released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(HttpExchange exchange, String path) throws IOException {
        if (answerAll != 0) {
            throw new Refusal(answerAll, "");
        }
        if (sealed) {
            throw new Refusal(503, "Vault is sealed");
        }
        if (standby) {
            exchange.getResponseHeaders().set("Location", "https://active.invalid:8200" + path);
            exchange.sendResponseHeaders(307, -1);
            return;
        }
        String asked = exchange.getRequestHeaders().getFirst("X-Vault-Namespace");
        if (!Objects.equals(namespace, asked)) {
            throw Refusal.denied();
        }
        if (!path.startsWith("/v1/")) {
            throw new Refusal(404, "");
        }
        routes.answer(exchange, path.substring("/v1/".length()));
    }

    @Override
    public void close() {
        Hold now = hold;
        if (now != null) {
            now.release();
        }
        server.stop(0);
        threads.shutdownNow();
    }
}
