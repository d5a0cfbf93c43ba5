package dev.concierge.server.encryption;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import dev.concierge.server.database.SystemScope;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Optional;

/** The data keyset: read from its row, or made and stored when there is none yet. Two nodes that start at once end with the same one. */
final class KeyRing {
    private static final byte[] PURPOSE = "concierge data keyset v1".getBytes(StandardCharsets.UTF_8);
    private static final byte[] CHECK = "concierge check value".getBytes(StandardCharsets.UTF_8);

    private record Stored(Ciphertext wrapped, Ciphertext check) {}

    private final SystemScope system;
    private final Clock clock;

    KeyRing(SystemScope system, Clock clock) {
        this.system = system;
        this.clock = clock;
    }

    /** @throws IllegalArgumentException with a sentence for the operator, when the key does not fit the stored keyset */
    RowCipher open(String encryptionKey) throws GeneralSecurityException {
        AeadConfig.register();
        Aead wrapping = MasterKeys.wrapping(encryptionKey);
        Stored stored = read().orElseGet(() -> create(wrapping));
        try {
            KeysetHandle keyset = TinkProtoKeysetFormat.parseEncryptedKeyset(
                    stored.wrapped().raw(), wrapping, PURPOSE, RegistryConfiguration.get());
            Aead data = keyset.getPrimitive(RegistryConfiguration.get(), Aead.class);
            if (!Arrays.equals(data.decrypt(stored.check().raw(), PURPOSE), CHECK)) {
                throw new GeneralSecurityException("check value differs");
            }
            return new RowCipher(data);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "ENCRYPTION_KEY does not open this database's keys. Give the key that this installation was set up with.",
                    e);
        }
    }

    private Optional<Stored> read() {
        return system.call(jdbc -> jdbc.sql("select wrapped, check_value from data_keysets")
                .query((row, _) ->
                        new Stored(Ciphertext.of(row.getBytes("wrapped")), Ciphertext.of(row.getBytes("check_value"))))
                .optional());
    }

    private Stored create(Aead wrapping) {
        try {
            KeysetHandle fresh =
                    KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, RegistryConfiguration.get());
            byte[] wrapped = TinkProtoKeysetFormat.serializeEncryptedKeyset(
                    fresh, wrapping, PURPOSE, RegistryConfiguration.get());
            byte[] check =
                    fresh.getPrimitive(RegistryConfiguration.get(), Aead.class).encrypt(CHECK, PURPOSE);
            system.run(jdbc -> jdbc.sql(
                            "insert into data_keysets (wrapped, check_value, version, updated_at) values (:wrapped, :check, 1, :now) on conflict do nothing")
                    .param("wrapped", wrapped)
                    .param("check", check)
                    .param("now", OffsetDateTime.now(clock).withOffsetSameInstant(ZoneOffset.UTC))
                    .update());
            return read().orElseThrow();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a data keyset could not be made", e);
        }
    }
}
