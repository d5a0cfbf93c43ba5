package dev.concierge.server.database;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where PostgreSQL is and how each role signs in.
 *
 * @param host name or address of the server ({@code POSTGRES_HOST}), default {@code localhost}
 * @param port its port ({@code POSTGRES_PORT}), default 5432
 * @param name the database ({@code POSTGRES_DB}), default {@code concierge}
 * @param app the role that serves one account at a time ({@code POSTGRES_USER}, {@code POSTGRES_PASSWORD})
 * @param auth the role before an account is known ({@code POSTGRES_AUTH_USER}, {@code POSTGRES_AUTH_PASSWORD})
 * @param system the role that claims work and administers ({@code POSTGRES_SYSTEM_USER}, {@code POSTGRES_SYSTEM_PASSWORD})
 * @param owner the role that migrates ({@code POSTGRES_OWNER_USER}, {@code POSTGRES_OWNER_PASSWORD}); absent while serving
 * @param appConnections size of the app pool, default 8; all pools and the listener together stay within 16
 * @param authConnections size of the auth pool, default 3
 * @param systemConnections size of the system pool, default 4
 * @param connectionWait how long a request waits for a connection before it is told to come back, default 5 s
 */
@ConfigurationProperties("concierge.database")
public record DatabaseSettings(
        @DefaultValue("localhost") String host,
        @DefaultValue("5432") int port,
        @DefaultValue("concierge") String name,
        @DefaultValue Login app,
        @DefaultValue Login auth,
        @DefaultValue Login system,
        @DefaultValue Login owner,
        @DefaultValue("8") int appConnections,
        @DefaultValue("3") int authConnections,
        @DefaultValue("4") int systemConnections,
        @DefaultValue("5s") Duration connectionWait) {

    /** PostgreSQL connections of a node, all pools and the listener together (design, section 3). */
    static final int CONNECTION_BUDGET = 16;

    public DatabaseSettings {
        if (appConnections + authConnections + systemConnections + 1 > CONNECTION_BUDGET) {
            throw new IllegalArgumentException("concierge.database: the pools and the listener may hold at most "
                    + CONNECTION_BUDGET + " connections together");
        }
    }

    /** A role's sign-in. */
    public record Login(@Nullable String user, @Nullable String password) {
        @Override
        public String toString() {
            return "Login[" + user + "]";
        }
    }

    String jdbcUrl() {
        return "jdbc:postgresql://" + host + ":" + port + "/" + name
                + "?ApplicationName=concierge&reWriteBatchedInserts=true&tcpKeepAlive=true";
    }
}
