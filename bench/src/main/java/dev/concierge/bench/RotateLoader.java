package dev.concierge.bench;

import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Fills an installation with grants whose tokens are sealed as the server seals them, from the description of the format and not with the server's
 * code. A token names its grant, so that whoever is handed one knows whether it is the right one.
 */
final class RotateLoader {
    private static final int BATCH = 5_000;

    private final Connection database;
    private final UUID integration;
    private final UUID grant;
    private final Sealer sealer;

    private RotateLoader(Connection database, UUID integration, UUID grant, Sealer sealer) {
        this.database = database;
        this.integration = integration;
        this.grant = grant;
        this.sealer = sealer;
    }

    /** @param integration what a person has connected; the others are made after it and belong to the same person */
    static RotateLoader of(Connection database, UUID integration, String encryptionKey)
            throws SQLException, GeneralSecurityException {
        try (PreparedStatement ask =
                database.prepareStatement("select account_id, grant_id from integrations where id = ?")) {
            ask.setObject(1, integration);
            try (ResultSet row = ask.executeQuery()) {
                row.next();
                return new RotateLoader(
                        database,
                        integration,
                        row.getObject(2, UUID.class),
                        Sealer.of(database, encryptionKey, row.getObject(1, UUID.class)));
            }
        }
    }

    /** The access token of a grant. */
    static String token(UUID grant) {
        return "proof-access-" + grant;
    }

    /** Makes the grants. @return the first of them, as many as asked for */
    List<UUID> grants(int count, int first) throws SQLException, GeneralSecurityException {
        List<UUID> made = new ArrayList<>();
        for (int done = 0; done < count; done += BATCH) {
            UUID[] ids = new UUID[Math.min(BATCH, count - done)];
            byte[][] access = new byte[ids.length][];
            byte[][] refresh = new byte[ids.length][];
            for (int i = 0; i < ids.length; i++) {
                ids[i] = UUID.randomUUID();
                access[i] = sealer.seal(token(ids[i]), "access_token", ids[i]);
                refresh[i] = sealer.seal("proof-refresh-" + ids[i], "refresh_token", ids[i]);
                if (made.size() < first) {
                    made.add(ids[i]);
                }
            }
            insert(ids, access, refresh);
        }
        return made;
    }

    private void insert(UUID[] ids, byte[][] access, byte[][] refresh) throws SQLException {
        try (PreparedStatement insert = database.prepareStatement("""
                insert into grants (id, account_id, provider, registration, upstream_subject, access_token, refresh_token, version, scopes,
                                    obtained_at, access_expires_at, state)
                select n.id, g.account_id, g.provider, g.registration, n.id::text, n.access, n.refresh, 1, g.scopes,
                       now(), now() + interval '30 days', 'live'
                from grants g, unnest(?, ?, ?) as n (id, access, refresh) where g.id = ?
                """)) {
            insert.setArray(1, database.createArrayOf("uuid", ids));
            insert.setArray(2, database.createArrayOf("bytea", access));
            insert.setArray(3, database.createArrayOf("bytea", refresh));
            insert.setObject(4, grant);
            insert.executeUpdate();
        }
    }

    /** Makes integrations of these grants. @return their ids, in the same order */
    List<UUID> integrations(List<UUID> grants) throws SQLException {
        UUID[] ids = grants.stream().map(_ -> UUID.randomUUID()).toArray(UUID[]::new);
        try (PreparedStatement insert = database.prepareStatement("""
                insert into integrations
                select (jsonb_populate_record(i, jsonb_build_object('id', n.id, 'grant_id', n.grant_id, 'upstream_subject', n.grant_id))).*
                from integrations i, unnest(?, ?) as n (id, grant_id) where i.id = ?
                """)) {
            insert.setArray(1, database.createArrayOf("uuid", ids));
            insert.setArray(2, database.createArrayOf("uuid", grants.toArray()));
            insert.setObject(3, integration);
            insert.executeUpdate();
        }
        return List.of(ids);
    }
}
