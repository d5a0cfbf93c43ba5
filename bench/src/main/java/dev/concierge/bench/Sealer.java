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
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Base64;
import java.util.UUID;

/** Seals tokens as the server does, from the description of the format and not with the server's code. */
final class Sealer {
    private static final byte[] PURPOSE = "concierge data keyset v1".getBytes(StandardCharsets.UTF_8);

    private final Aead keys;
    private final UUID account;

    private Sealer(Aead keys, UUID account) {
        this.keys = keys;
        this.account = account;
    }

    /** @param account whose tokens they are */
    static Sealer of(Connection database, String encryptionKey, UUID account)
            throws SQLException, GeneralSecurityException {
        return new Sealer(unwrap(database, encryptionKey), account);
    }

    /** The same keys for the tokens of another account. */
    Sealer of(UUID other) {
        return new Sealer(keys, other);
    }

    @AccessesPartialKey
    private static Aead unwrap(Connection database, String encryptionKey)
            throws SQLException, GeneralSecurityException {
        AeadConfig.register();
        AesGcmKey outer = AesGcmKey.builder()
                .setParameters(AesGcmParameters.builder()
                        .setKeySizeBytes(32)
                        .setIvSizeBytes(12)
                        .setTagSizeBytes(16)
                        .setVariant(AesGcmParameters.Variant.NO_PREFIX)
                        .build())
                .setKeyBytes(
                        SecretBytes.copyFrom(Base64.getDecoder().decode(encryptionKey), InsecureSecretKeyAccess.get()))
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

    /** Seals a token of the first version of a grant for a column of the table {@code grants}. */
    byte[] seal(String token, String column, UUID id) throws GeneralSecurityException {
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
