package dev.concierge.bench;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.aead.AesGcmParameters;
import com.google.crypto.tink.util.SecretBytes;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/**
 * Fills an installation with grants whose tokens are sealed as the server seals them, from the description of the format and not with the server's
 * code. A token names its grant, so that whoever is handed one knows whether it is the right one.
 */
final class RotateLoader {
    private static final byte[] PURPOSE = "concierge data keyset v1".getBytes(StandardCharsets.UTF_8);
    private static final int BATCH = 5_000;

    private final Connection database;
    private final UUID integration;
    private final UUID account;
    private final UUID grant;
    private final Aead keys;

    private RotateLoader(Connection database, UUID integration, UUID account, UUID grant, Aead keys) {
        this.database = database;
        this.integration = integration;
        this.account = account;
        this.grant = grant;
        this.keys = keys;
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
                        row.getObject(1, UUID.class),
                        row.getObject(2, UUID.class),
                        unwrap(database, encryptionKey));
            }
        }
    }

    @AccessesPartialKey
    private static Aead unwrap(Connection database, String encryptionKey) throws SQLException, GeneralSecurityException {
        AeadConfig.register();
        AesGcmKey outer = AesGcmKey.builder()
                .setParameters(AesGcmParameters.builder()
                        .setKeySizeBytes(32)
                        .setIvSizeBytes(12)
                        .setTagSizeBytes(16)
                        .setVariant(AesGcmParameters.Variant.NO_PREFIX)
                        .build())
                .setKeyBytes(SecretBytes.copyFrom(
                        Base64.getDecoder().decode(encryptionKey), InsecureSecretKeyAccess.get()))
                .build();
        Aead wrapping = KeysetHandle.newBuilder()
                .addEntry(KeysetHandle.importKey(outer).withFixedId(1).makePrimary())
                .build()
                .getPrimitive(RegistryConfiguration.get(), Aead.class);
        try (var statement = database.createStatement();
                ResultSet row = statement.executeQuery("select wrapped from data_keysets")) {
            row.next();
            return TinkProtoKeysetFormat.parseEncryptedKeyset(
                            row.getBytes(1), wrapping, PURPOSE, RegistryConfiguration.get())
                    .getPrimitive(RegistryConfiguration.get(), Aead.class);
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
                access[i] = seal(token(ids[i]), "access_token", ids[i]);
                refresh[i] = seal("proof-refresh-" + ids[i], "refresh_token", ids[i]);
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

    private byte[] seal(String token, String column, UUID id) throws GeneralSecurityException {
        ByteArrayOutputStream place = new ByteArrayOutputStream(128);
        put(place, "grants".getBytes(StandardCharsets.UTF_8));
        put(place, column.getBytes(StandardCharsets.UTF_8));
        put(place, bytes(id));
        put(place, bytes(account));
        put(place, ByteBuffer.allocate(Long.BYTES).putLong(1).array());
        return keys.encrypt(token.getBytes(StandardCharsets.UTF_8), place.toByteArray());
    }

    private static void put(ByteArrayOutputStream place, byte[] part) {
        place.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).array());
        place.writeBytes(part);
    }

    private static byte[] bytes(UUID id) {
        return ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }
}
