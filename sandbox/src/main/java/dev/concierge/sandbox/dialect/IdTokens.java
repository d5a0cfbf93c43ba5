package dev.concierge.sandbox.dialect;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.concierge.sandbox.AccessToken;
import dev.concierge.sandbox.KnobBoard;
import dev.concierge.sandbox.Knobs;
import dev.concierge.sandbox.Shared;
import dev.concierge.sandbox.SigningKeys;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** ID tokens: RS256, one hour, with the faults that the knobs ask for. */
public final class IdTokens {
    private static final long LIFE_SECONDS = 3600;

    private final Shared shared;
    private final KnobBoard knobs;
    private final IdTokenSealer sealer;
    private final Truth truth;

    /** What the provider says of a person in an ID token. */
    public interface Truth {
        String issuer(AccessToken access);

        /** {@code sub} and everything about the person that the scopes let the client know. */
        ObjectNode claims(AccessToken access);
    }

    public IdTokens(Shared shared, KnobBoard knobs, SigningKeys keys, Truth truth) {
        this.shared = shared;
        this.knobs = knobs;
        this.sealer = new IdTokenSealer(shared.secrets(), knobs, keys);
        this.truth = truth;
    }

    /** The ID token to an access token; empty when {@code openid} was not granted. */
    public Optional<String> issue(AccessToken access, @Nullable String nonce) {
        if (!access.scopes().contains("openid")) {
            return Optional.empty();
        }
        return Optional.of(sealer.seal(claims(access, nonce)));
    }

    private ObjectNode claims(AccessToken access, @Nullable String nonce) {
        var now = shared.clock().instant().getEpochSecond();
        boolean wrongAudience = knobs.get(Knobs.WRONG_AUDIENCE);
        var client = wrongAudience ? "other-client.apps.example" : access.clientId();
        var claims = JsonNodeFactory.instance
                .objectNode()
                .put("iss", truth.issuer(access))
                .put("azp", client)
                .put("aud", client);
        claims.setAll(truth.claims(access));
        claims.put("at_hash", leftHalfOfHash(access.value()));
        if (nonce != null) {
            claims.put("nonce", knobs.get(Knobs.WRONG_NONCE) ? "another-" + nonce : nonce);
        }
        return claims.put("iat", now).put("exp", now + LIFE_SECONDS);
    }

    /** OpenID Connect Core section 3.1.3.6. */
    private static String leftHalfOfHash(String accessToken) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(accessToken.getBytes(US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, hash.length / 2));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
