package dev.concierge.server.support;

import dev.concierge.server.ConciergeServer;
import dev.concierge.server.database.DatabaseSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** A whole server in this JVM: real HTTP on a free port, a real database, a clock that the test moves. */
public final class TestServer implements AutoCloseable {
    private final ConfigurableApplicationContext context;
    private final URI url;

    private TestServer(ConfigurableApplicationContext context, URI url) {
        this.context = context;
        this.url = url;
    }

    /**
     * Starts a server.
     *
     * @param settings more settings, by the names of {@code application.yaml}; they win
     */
    public static TestServer start(
            TestDatabase database, SettableClock clock, Keys keys, Map<String, String> settings) {
        return start(database, clock, keys, freePort(), settings);
    }

    /** As the other, on a port that the caller chose; {@code PUBLIC_URL} is {@code http://localhost} with it, unless set otherwise. */
    public static TestServer start(
            TestDatabase database, SettableClock clock, Keys keys, int port, Map<String, String> settings) {
        Map<String, Object> properties = new LinkedHashMap<>();
        DatabaseSettings at = database.settings();
        properties.put("POSTGRES_HOST", at.host());
        properties.put("POSTGRES_PORT", Integer.toString(at.port()));
        properties.put("POSTGRES_DB", at.name());
        for (String role : new String[] {"", "AUTH_", "SYSTEM_", "OWNER_"}) {
            properties.put("POSTGRES_" + role + "PASSWORD", database.password());
        }
        properties.put("ENCRYPTION_KEY", keys.encryption());
        properties.put("SECRET_KEY", keys.secret());
        properties.put("ENVIRONMENT", "test");
        properties.put("HTTP_PORT", Integer.toString(port));
        properties.put("MANAGEMENT_PORT", "0");
        properties.put("PUBLIC_URL", "http://localhost:" + port);
        properties.put("SIGN_UP", "open");
        // A reader of progress is told once: tests do not wait.
        properties.put("concierge.sync.progress-life", "0s");
        properties.putAll(settings);
        ConfigurableApplicationContext context = new SpringApplicationBuilder(ConciergeServer.class)
                .bannerMode(Banner.Mode.OFF)
                .logStartupInfo(false)
                .registerShutdownHook(false)
                .properties(properties)
                .initializers(
                        (GenericApplicationContext fresh) -> fresh.registerBean("clock", Clock.class, () -> clock))
                .run();
        return new TestServer(context, URI.create("http://localhost:" + port));
    }

    /** The operator's keys of a test run; nodes of one installation share them. */
    public record Keys(String encryption, String secret) {
        public static Keys random() {
            return new Keys(key(), key());
        }

        private static String key() {
            byte[] bytes = new byte[32];
            new SecureRandom().nextBytes(bytes);
            return Base64.getEncoder().encodeToString(bytes);
        }

        @Override
        public String toString() {
            return "Keys[secret]";
        }
    }

    public URI url() {
        return url;
    }

    /** A bean of the server, for a test that needs a part by itself. */
    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    public ConfigurableApplicationContext context() {
        return context;
    }

    @Override
    public void close() {
        context.close();
    }

    /** A port that was free a moment ago. */
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
