package dev.concierge.server.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.concierge.server.encryption.Ciphertext;
import dev.concierge.server.encryption.EncryptedColumn;
import dev.concierge.server.encryption.RowCipher;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.encryption.UnreadableException;
import java.text.ParseException;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A key of ES256 (RFC 7518 section 3.4): P-256, for signatures alone.
 *
 * @param id the row's, and as text the {@code kid}
 * @param publicKey never with the private part
 * @param sealed the private part as the row holds it; null once the key is retired
 */
record SigningKey(
        UUID id, State state, ECKey publicKey, @Nullable Ciphertext sealed) {
    /** In the order that a key goes through them. */
    enum State {
        NEXT,
        CURRENT,
        RETIRED;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static State of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    SigningKey {
        if (publicKey.isPrivate()) {
            throw new IllegalArgumentException("a private key where only the public one belongs");
        }
    }

    /** A fresh key, its private part sealed to the row of this id. */
    static SigningKey make(UUID id, State state, RowCipher cipher) {
        try {
            ECKey pair = new ECKeyGenerator(Curve.P_256)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.ES256)
                    .keyID(id.toString())
                    .generate();
            return new SigningKey(
                    id, state, pair.toPublicJWK(), cipher.encrypt(Secret.of(pair.toJSONString()), place(id)));
        } catch (JOSEException e) {
            throw new IllegalStateException("every JDK makes keys on P-256", e);
        }
    }

    /** The public key of a row's text. */
    static ECKey parsePublic(String jwk) {
        try {
            return ECKey.parse(jwk).toPublicJWK();
        } catch (ParseException e) {
            throw new IllegalStateException("a public key in the database cannot be read", e);
        }
    }

    /**
     * The pair, to sign with.
     *
     * @throws IllegalStateException when the row's private key does not open, is another key's, or is gone
     */
    ECKey open(RowCipher cipher) {
        if (sealed == null) {
            throw new IllegalStateException("the signing key " + id + " is retired");
        }
        try {
            ECKey pair = ECKey.parse(cipher.decrypt(sealed, place(id)).reveal());
            if (!pair.toPublicJWK().computeThumbprint().equals(publicKey.computeThumbprint())) {
                throw new IllegalStateException("the halves of the signing key " + id + " do not belong together");
            }
            return pair;
        } catch (UnreadableException | ParseException | JOSEException e) {
            throw new IllegalStateException("the signing key " + id + " does not open", e);
        }
    }

    private static dev.concierge.server.encryption.Binding place(UUID id) {
        return EncryptedColumn.SIGNING_KEYS_PRIVATE_KEY.binding(id, null, 0);
    }
}
