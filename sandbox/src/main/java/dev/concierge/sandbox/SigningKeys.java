package dev.concierge.sandbox;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.concierge.sandbox.store.Store;
import dev.concierge.sandbox.store.Table;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The RSA keys that one provider signs ID tokens with. The first is made when it is first needed. */
public final class SigningKeys {
    private static final int KEY_SIZE_BITS = 2048;
    private static final String KEYS = "keys";

    private final Store store;
    private final Table<Ring> rings;
    private volatile @Nullable Opened opened;

    /** The keys as saved, the signing one first; the others are still published. */
    record Ring(List<String> jwks) {}

    private record Opened(Ring ring, List<RSAKey> keys) {}

    public SigningKeys(String provider, Store store) {
        this.store = store;
        this.rings = store.table(provider + ".signing_keys", Ring.class);
    }

    /** Signs claims with RS256. */
    public String sign(JsonNode claims) {
        try {
            var key = keys().getFirst();
            var header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                    .keyID(key.getKeyID())
                    .type(JOSEObjectType.JWT)
                    .build();
            var signed = new JWSObject(header, new Payload(claims.toString()));
            signed.sign(new RSASSASigner(key));
            return signed.serialize();
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The public halves, as a JSON Web Key Set. */
    public Map<String, Object> publicSet() {
        return new JWKSet(List.copyOf(keys())).toJSONObject(true);
    }

    /** Signs with a new key from now on. The key before stays published, unless it is to be withdrawn at once. */
    public void rotate(boolean withdrawOld) {
        var fresh = generate();
        store.change(() -> {
            var kept = withdrawOld ? List.<RSAKey>of() : keys().subList(0, 1);
            save(fresh, kept);
        });
    }

    private List<RSAKey> keys() {
        var ring = rings.get(KEYS);
        if (ring == null) {
            var fresh = generate();
            ring = store.change(() -> {
                var raced = rings.get(KEYS);
                return raced == null ? save(fresh, List.of()) : raced;
            });
        }
        var known = opened;
        if (known == null || !known.ring().equals(ring)) {
            known = new Opened(
                    ring, ring.jwks().stream().map(SigningKeys::parse).toList());
            opened = known;
        }
        return known.keys();
    }

    private Ring save(RSAKey first, List<RSAKey> others) {
        var jwks = new ArrayList<String>();
        jwks.add(first.toJSONString());
        others.forEach(each -> jwks.add(each.toJSONString()));
        var ring = new Ring(List.copyOf(jwks));
        rings.put(KEYS, ring);
        return ring;
    }

    private static RSAKey generate() {
        try {
            return new RSAKeyGenerator(KEY_SIZE_BITS)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.RS256)
                    .keyIDFromThumbprint(true)
                    .generate();
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static RSAKey parse(String jwk) {
        try {
            return RSAKey.parse(jwk);
        } catch (ParseException damaged) {
            throw new IllegalStateException("the saved signing key cannot be read", damaged);
        }
    }
}
