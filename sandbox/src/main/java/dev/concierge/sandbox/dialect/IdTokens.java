package dev.concierge.sandbox.dialect;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.concierge.sandbox.AccessToken;
import dev.concierge.sandbox.KnobBoard;
import dev.concierge.sandbox.Knobs;
import dev.concierge.sandbox.MergePatch;
import dev.concierge.sandbox.Secrets;
import dev.concierge.sandbox.Shared;
import dev.concierge.sandbox.SigningKeys;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** ID tokens: RS256, one hour, with the faults that the knobs ask for. */
public final class IdTokens {
    private static final long LIFE_SECONDS = 3600;

    private final Shared shared;
    private final KnobBoard knobs;
    private final SigningKeys keys;
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
        this.keys = keys;
        this.truth = truth;
    }

    /** The ID token to an access token; empty when {@code openid} was not granted. */
    public Optional<String> issue(AccessToken access, @Nullable String nonce) {
        if (!access.scopes().contains("openid")) {
            return Optional.empty();
        }
        var claims = MergePatch.apply(claims(access, nonce), knobs.get(Knobs.ID_TOKEN_CLAIMS));
        var token = knobs.get(Knobs.ALGORITHM_NONE) ? unsigned(claims) : keys.sign(claims);
        shared.secrets().record(Secrets.Kind.ID_TOKEN, token);
        return Optional.of(token);
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

    private static String unsigned(JsonNode claims) {
        return base64Url("{\"alg\":\"none\",\"typ\":\"JWT\"}".getBytes(UTF_8)) + "."
                + base64Url(claims.toString().getBytes(UTF_8)) + ".";
    }

    /** OpenID Connect Core section 3.1.3.6. */
    private static String leftHalfOfHash(String accessToken) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(accessToken.getBytes(US_ASCII));
            return base64Url(Arrays.copyOf(hash, hash.length / 2));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String base64Url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
