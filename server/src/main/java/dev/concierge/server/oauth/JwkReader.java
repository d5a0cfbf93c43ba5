package dev.concierge.server.oauth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import dev.concierge.server.outbound.Content;
import dev.concierge.server.outbound.StrictJson;
import java.math.BigInteger;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Reads a key set (RFC 7517 section 5) and keeps the keys that may check a signature; odd ones are left out, as if they were not there. */
final class JwkReader {
    private static final int MOST_KEYS = 50;
    private static final int LEAST_RSA_BITS = 2048;
    private static final int MOST_RSA_BITS = 8192;
    private static final int MOST_EXPONENT_BITS = 64;
    private static final BigInteger LEAST_EXPONENT = BigInteger.valueOf(3);
    private static final Set<Curve> CURVES = Set.of(Curve.P_256, Curve.P_384, Curve.P_521);

    private JwkReader() {}

    /** Empty when it is no key set, or one with more keys than any provider has. */
    static Optional<List<JWK>> read(Content content) {
        Optional<JsonNode> keys = StrictJson.object(content)
                .map(object -> object.get("keys"))
                .filter(JsonNode::isArray)
                .filter(array -> array.size() <= MOST_KEYS);
        return keys.map(JwkReader::usable);
    }

    private static List<JWK> usable(JsonNode array) {
        List<JWK> found = new ArrayList<>();
        for (JsonNode item : array) {
            parse(item).filter(JwkReader::fit).ifPresent(found::add);
        }
        Map<String, Integer> sameId = new HashMap<>();
        found.forEach(key -> sameId.merge(Objects.requireNonNullElse(key.getKeyID(), ""), 1, Integer::sum));
        return found.stream()
                .filter(key -> key.getKeyID() == null || sameId.getOrDefault(key.getKeyID(), 0) == 1)
                .toList();
    }

    private static Optional<JWK> parse(JsonNode item) {
        try {
            return item.isObject() && !item.has("k") ? Optional.of(JWK.parse(item.toString())) : Optional.empty();
        } catch (ParseException | IllegalArgumentException | IllegalStateException e) {
            return Optional.empty();
        }
    }

    private static boolean fit(JWK key) {
        boolean forSignatures = key.getKeyUse() == null || key.getKeyUse().equals(KeyUse.SIGNATURE);
        Set<KeyOperation> operations = key.getKeyOperations();
        boolean forChecking = operations == null || operations.contains(KeyOperation.VERIFY);
        return forSignatures && forChecking && !key.isPrivate() && strong(key);
    }

    private static boolean strong(JWK key) {
        return switch (key) {
            case RSAKey rsa -> strong(rsa);
            case ECKey ec -> CURVES.contains(ec.getCurve());
            case OctetKeyPair pair -> Curve.Ed25519.equals(pair.getCurve());
            default -> false;
        };
    }

    private static boolean strong(RSAKey key) {
        try {
            int bits = key.toRSAPublicKey().getModulus().bitLength();
            BigInteger exponent = key.toRSAPublicKey().getPublicExponent();
            return bits >= LEAST_RSA_BITS
                    && bits <= MOST_RSA_BITS
                    && exponent.testBit(0)
                    && exponent.compareTo(LEAST_EXPONENT) >= 0
                    && exponent.bitLength() <= MOST_EXPONENT_BITS;
        } catch (JOSEException e) {
            return false;
        }
    }
}
