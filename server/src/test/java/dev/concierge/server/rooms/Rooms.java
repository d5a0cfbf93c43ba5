package dev.concierge.server.rooms;

import dev.concierge.server.database.DatabaseSettings;
import dev.concierge.server.support.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;
import tools.jackson.databind.json.JsonMapper;

/**
 * A few rooms, started on a fresh database of a server that all tests of the JVM share. Several may be opened on one database: they are nodes.
 */
public final class Rooms implements AutoCloseable {
    private final ConfigurableApplicationContext context;
    private final TestDatabase database;
    private final boolean ownsDatabase;

    private Rooms(ConfigurableApplicationContext context, TestDatabase database, boolean ownsDatabase) {
        this.context = context;
        this.database = database;
        this.ownsDatabase = ownsDatabase;
    }

    /** Names the rooms (packages below {@code dev.concierge.server}) and beans of the test, then opens. */
    public static Opening with(String... rooms) {
        return new Opening(List.of(rooms));
    }

    public static final class Opening {
        private final List<String> rooms;
        private final Map<String, Object> properties = new HashMap<>();
        private final Map<String, Object> beans = new HashMap<>();
        private Clock clock = new MovableClock(Instant.parse("2026-11-21T08:00:00Z"));
        private @Nullable TestDatabase database;

        private Opening(List<String> rooms) {
            this.rooms = rooms;
            properties.put("concierge.lanes", "none");
        }

        public Opening clock(Clock other) {
            clock = other;
            return this;
        }

        public Opening set(String property, Object value) {
            properties.put(property, value);
            return this;
        }

        public Opening bean(String name, Object bean) {
            beans.put(name, bean);
            return this;
        }

        /** Another node on the database of that one. */
        public Opening beside(Rooms other) {
            database = other.database;
            return this;
        }

        public Rooms open() {
            TestDatabase at = database == null ? TestDatabase.create() : database;
            properties(at.settings()).forEach(properties::putIfAbsent);
            ConfigurableApplicationContext context = new SpringApplicationBuilder(Nothing.class)
                    .web(WebApplicationType.NONE)
                    .logStartupInfo(false)
                    .properties("logging.level.root=warn")
                    .initializers(this::register)
                    .run();
            return new Rooms(context, at, database == null);
        }

        private void register(ConfigurableApplicationContext context) {
            context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", properties));
            GenericApplicationContext generic = (GenericApplicationContext) context;
            generic.registerBean(Clock.class, () -> clock);
            generic.registerBean(JsonMapper.class, () -> JsonMapper.builder().build());
            generic.registerBean(SimpleMeterRegistry.class, () -> new SimpleMeterRegistry());
            beans.forEach((name, bean) -> register(generic, name, bean));
            for (String room : rooms) {
                ((AnnotationConfigApplicationContext) generic).scan("dev.concierge.server." + room);
            }
        }

        @SuppressWarnings("unchecked")
        private static <T> void register(GenericApplicationContext context, String name, T bean) {
            context.registerBean(name, (Class<T>) bean.getClass(), () -> bean);
        }
    }

    static class Nothing {}

    public <T> T get(Class<T> type) {
        return context.getBean(type);
    }

    public <T> T get(String name, Class<T> type) {
        return context.getBean(name, type);
    }

    public TestDatabase database() {
        return database;
    }

    /** A connection of the role that owns the schema: the operator's, or an attacker's who got that far. */
    public Connection asOwner() throws SQLException {
        return as("concierge_owner");
    }

    /** What a role's own connection may do, without the server in between. */
    public Connection as(String role) throws SQLException {
        return database.connect(role);
    }

    /** Stops the rooms and leaves their database, for a look at what they left in it; {@link #close} follows. */
    public void stop() {
        context.close();
    }

    @Override
    public void close() {
        context.close();
        if (ownsDatabase) {
            database.close();
        }
    }

    private static Map<String, Object> properties(DatabaseSettings settings) {
        Map<String, Object> all = new HashMap<>();
        all.put("concierge.database.host", settings.host());
        all.put("concierge.database.port", settings.port());
        all.put("concierge.database.name", settings.name());
        all.put("concierge.database.app.user", settings.app().user());
        all.put("concierge.database.app.password", settings.app().password());
        all.put("concierge.database.auth.user", settings.auth().user());
        all.put("concierge.database.auth.password", settings.auth().password());
        all.put("concierge.database.system.user", settings.system().user());
        all.put("concierge.database.system.password", settings.system().password());
        all.put("concierge.encryption-key", "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA=");
        all.put("concierge.secret-key", "EjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJCrze8=");
        return all;
    }
}
