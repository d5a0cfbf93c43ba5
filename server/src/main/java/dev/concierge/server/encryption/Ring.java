package dev.concierge.server.encryption;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The data keys as they were read at one moment. Immutable.
 *
 * @param version of the stored keyset; every change raises it
 * @param changedAt when that version was stored; tells a restored database from the one before
 */
record Ring(long version, Instant changedAt, KeysetHandle keyset, Aead aead, Set<Integer> ids) {
    Ring {
        ids = Set.copyOf(ids);
    }

    static Ring of(long version, Instant changedAt, KeysetHandle keyset) throws GeneralSecurityException {
        AeadConfig.register();
        Set<Integer> ids = IntStream.range(0, keyset.size())
                .mapToObj(index -> keyset.getAt(index).getId())
                .collect(Collectors.toUnmodifiableSet());
        return new Ring(version, changedAt, keyset, keyset.getPrimitive(RegistryConfiguration.get(), Aead.class), ids);
    }

    /** One new key. */
    static KeysetHandle fresh() throws GeneralSecurityException {
        AeadConfig.register();
        return KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, RegistryConfiguration.get());
    }

    boolean holds(int keyId) {
        return ids.contains(keyId);
    }

    int primary() {
        return keyset.getPrimary().getId();
    }

    /** The same keys and a new one, with which everything is encrypted from now on. */
    KeysetHandle withNewPrimary() throws GeneralSecurityException {
        return KeysetHandle.newBuilder(keyset)
                .addEntry(KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
                        .withRandomId()
                        .makePrimary())
                .build();
    }

    /** The keys without some; the primary one always stays. */
    KeysetHandle without(Set<Integer> gone) throws GeneralSecurityException {
        KeysetHandle.Builder left = KeysetHandle.newBuilder(keyset);
        for (int index = keyset.size() - 1; index >= 0; index--) {
            KeysetHandle.Entry entry = keyset.getAt(index);
            if (!entry.isPrimary() && gone.contains(entry.getId())) {
                left.deleteAt(index);
            }
        }
        return left.build();
    }

    @Override
    public String toString() {
        return "Ring[version=" + version + ", keys=" + ids.size() + "]";
    }
}
