package dev.concierge.bench;

import dev.concierge.sandbox.Dialect;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Copies of an integration that a person has connected and that is in step, each with a grant of its own whose tokens the sandbox has made, sealed by
 * {@link Sealer}. Their streams go on from where the first one's were, and are not due yet.
 */
final class SyncScaleLoader {
    private static final int BATCH = 500;
    private static final byte[] NONE = {};

    private final Installation at;
    private final String account;

    /** @param account at every provider */
    SyncScaleLoader(Installation at, String account) {
        this.at = at;
        this.account = account;
    }

    private record Template(UUID account, UUID integration, UUID grant, List<String> scopes) {
        private Template {
            scopes = List.copyOf(scopes);
        }
    }

    /** Copies one, and has its own streams rest. */
    void add(String provider, UUID integration, int count) throws SQLException, GeneralSecurityException {
        try (Connection database = at.database()) {
            Template template = template(database, integration);
            Sealer sealer = Sealer.of(database, at.setting("ENCRYPTION_KEY"), template.account());
            for (int done = 0; done < count; done += BATCH) {
                insert(database, sealer, template, minted(provider, template, Math.min(BATCH, count - done)));
            }
            try (PreparedStatement rest = database.prepareStatement(
                    "update streams set paused_at = now(), due_at = null where integration_id = ?")) {
                rest.setObject(1, integration);
                rest.executeUpdate();
            }
        }
    }

    private static Template template(Connection database, UUID integration) throws SQLException {
        try (PreparedStatement ask = database.prepareStatement("""
                select g.account_id, g.id, array_to_string(g.scopes, ' ') from integrations i join grants g on g.id = i.grant_id where i.id = ?
                """)) {
            ask.setObject(1, integration);
            try (ResultSet row = ask.executeQuery()) {
                row.next();
                return new Template(
                        row.getObject(1, UUID.class),
                        integration,
                        row.getObject(2, UUID.class),
                        Arrays.asList(row.getString(3).split(" ")));
            }
        }
    }

    private List<Dialect.Minted> minted(String provider, Template template, int count) {
        return Stream.generate(() -> at.sandbox().mint(provider, account, Connections.CLIENT, template.scopes()))
                .limit(count)
                .toList();
    }

    private static void insert(Connection database, Sealer sealer, Template template, List<Dialect.Minted> minted)
            throws SQLException, GeneralSecurityException {
        UUID[] grants = minted.stream().map(_ -> UUID.randomUUID()).toArray(UUID[]::new);
        UUID[] integrations = minted.stream().map(_ -> UUID.randomUUID()).toArray(UUID[]::new);
        byte[][] access = new byte[grants.length][];
        byte[][] refresh = new byte[grants.length][];
        for (int i = 0; i < grants.length; i++) {
            String token = minted.get(i).refreshToken();
            access[i] = sealer.seal(minted.get(i).accessToken(), "access_token", grants[i]);
            refresh[i] = token.isEmpty() ? NONE : sealer.seal(token, "refresh_token", grants[i]);
        }
        try (PreparedStatement insert = database.prepareStatement("""
                insert into grants
                select (jsonb_populate_record(g, jsonb_build_object('id', n.id, 'version', 1, 'fence', 0, 'refreshes', 0, 'refresh_due_at', null,
                            'access_token', n.access, 'refresh_token', nullif(n.refresh, ''::bytea)))).*
                  from grants g, unnest(?, ?, ?) as n (id, access, refresh) where g.id = ?
                """)) {
            insert.setArray(1, database.createArrayOf("uuid", grants));
            insert.setArray(2, database.createArrayOf("bytea", access));
            insert.setArray(3, database.createArrayOf("bytea", refresh));
            insert.setObject(4, template.grant());
            insert.executeUpdate();
        }
        copy(database, template, integrations, grants, """
                insert into integrations
                select (jsonb_populate_record(i, jsonb_build_object('id', n.id, 'grant_id', n.grant_id, 'upstream_subject', 'copy ' || n.id))).*
                  from integrations i, unnest(?, ?) as n (id, grant_id) where i.id = ?
                """);
        copy(database, template, integrations, grants, """
                insert into consents
                select (jsonb_populate_record(c, jsonb_build_object('id', gen_random_uuid(), 'integration_id', n.id))).*
                  from consents c, unnest(?, ?) as n (id, grant_id) where c.integration_id = ?
                """);
        copy(database, template, integrations, grants, """
                insert into streams
                select (jsonb_populate_record(s, jsonb_build_object('id', gen_random_uuid(), 'integration_id', n.id, 'grant_id', n.grant_id,
                            'due_at', null, 'lease_until', null, 'records', 0))).*
                  from streams s, unnest(?, ?) as n (id, grant_id) where s.integration_id = ? and s.state <> 'not_allowed'
                """);
    }

    private static void copy(Connection database, Template template, UUID[] integrations, UUID[] grants, String sql)
            throws SQLException {
        try (PreparedStatement insert = database.prepareStatement(sql)) {
            insert.setArray(1, database.createArrayOf("uuid", integrations));
            insert.setArray(2, database.createArrayOf("uuid", grants));
            insert.setObject(3, template.integration());
            insert.executeUpdate();
        }
    }
}
