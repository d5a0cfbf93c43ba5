package dev.concierge.server.encryption;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import dev.concierge.server.encryption.KeyStoreException.Kind;
import java.security.GeneralSecurityException;
import java.util.Arrays;

/** An outer key that a transit engine holds. What it wraps is bound to the ids of the data keys in it. */
final class TransitKey extends OuterKey {
    private final Transit transit;

    TransitKey(Transit transit) {
        this.transit = transit;
    }

    @Override
    public String name() {
        return "Vault " + transit.key();
    }

    @Override
    byte[] wrap(KeysetHandle keyset) throws KeyStoreException {
        String ids = TransitFrame.ids(keyset);
        Secret plain = serialized(keyset);
        String ciphertext = transit.encrypt(plain, TransitFrame.boundTo(ids));
        prove(ciphertext, plain, ids);
        TransitFrame frame = new TransitFrame(transit.key(), ids, ciphertext);
        if (!TransitFrame.is(Ciphertext.of(frame.bytes()))) {
            throw new KeyStoreException(Kind.REFUSED, name() + " answers in a form that is not known here.");
        }
        return frame.bytes();
    }

    /** Before anything is stored under it: that it opens again, and in its place alone. An engine that knows no binding ignores it silently. */
    private void prove(String ciphertext, Secret plain, String ids) throws KeyStoreException {
        if (!transit.decrypt(ciphertext, TransitFrame.boundTo(ids)).equals(plain)) {
            throw new KeyStoreException(Kind.REFUSED, name() + " does not give back what it encrypted.");
        }
        try {
            var _ = transit.decrypt(ciphertext, TransitFrame.boundTo(ids + " elsewhere"));
        } catch (KeyStoreException e) {
            if (e.kind() == Kind.UNREADABLE) {
                return;
            }
            throw e;
        }
        throw new KeyStoreException(
                Kind.REFUSED, name() + " does not bind associated_data; a newer Vault does (1.13 or later).");
    }

    private static Secret serialized(KeysetHandle keyset) {
        byte[] bytes = new byte[0];
        try {
            AeadConfig.register();
            bytes = TinkProtoKeysetFormat.serializeKeyset(
                    keyset, InsecureSecretKeyAccess.get(), RegistryConfiguration.get());
            return Secret.of(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the data keyset could not be written", e);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    @Override
    KeysetHandle unwrap(Ciphertext wrapped) throws KeyStoreException {
        TransitFrame frame = TransitFrame.of(wrapped).orElseThrow(() -> unreadable(""));
        try {
            KeysetHandle keyset = parsed(transit.decrypt(frame.ciphertext(), TransitFrame.boundTo(frame.ids())));
            if (TransitFrame.ids(keyset).equals(frame.ids())) {
                return keyset;
            }
        } catch (GeneralSecurityException e) {
            throw unreadable("");
        } catch (KeyStoreException e) {
            throw e.kind() == Kind.UNREADABLE && !frame.key().equals(transit.key())
                    ? unreadable(" They were wrapped by Vault " + frame.key() + ".")
                    : e;
        }
        throw unreadable("");
    }

    private static KeysetHandle parsed(Secret plain) throws GeneralSecurityException {
        AeadConfig.register();
        return TinkProtoKeysetFormat.parseKeyset(
                plain.revealBytes(), InsecureSecretKeyAccess.get(), RegistryConfiguration.get());
    }

    private KeyStoreException unreadable(String more) {
        return new KeyStoreException(Kind.UNREADABLE, doesNotOpen() + more);
    }

    @Override
    String doesNotOpen() {
        return name() + " does not open this database's keys: another key or another Vault, a version below its"
                + " min_decryption_version, or a changed row.";
    }
}
