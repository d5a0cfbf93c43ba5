package dev.concierge.server.oauth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.DefaultJOSEProcessor;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.openid.connect.sdk.claims.AccessTokenHash;
import com.nimbusds.openid.connect.sdk.validators.AccessTokenValidator;
import com.nimbusds.openid.connect.sdk.validators.InvalidHashException;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.catalog.Registration;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.outbound.StrictJson;
import java.text.ParseException;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * {@link IdTokens} with signature, key selection and {@code at_hash} by Nimbus. The claims are held against {@link IdTokenRules}: the SDK's own
 * verifier reads the system's clock and compares the nonce byte by byte.
 */
@Component
final class NimbusIdTokens implements IdTokens {
    private static final int LARGEST = 16 * 1024;
    private static final int LONGEST_KEY_ID = 256;

    private final KeySets keySets;
    private final Clock clock;

    NimbusIdTokens(KeySets keySets, Clock clock) {
        this.keySets = keySets;
        this.clock = clock;
    }

    private static final class FaultException extends Exception {
        private static final long serialVersionUID = 1L;

        private final IdTokenFault fault;

        FaultException(IdTokenFault fault) {
            super(fault.name());
            this.fault = fault;
        }
    }

    /** The parts of a token that is signed the right way, its signature not yet checked. */
    private record Opened(JWSObject jwt, JsonNode claims) {}

    @Override
    public IdTokenOutcome check(
            Provider provider,
            Registration registration,
            Secret idToken,
            @Nullable Secret nonce,
            @Nullable Secret accessToken) {
        try {
            Opened opened = open(provider, idToken.reveal());
            verify(provider, opened.jwt());
            IdTokenRules rules = new IdTokenRules(provider, registration.clientId(), nonce, clock.instant());
            IdTokenFault fault = rules.fault(opened.claims());
            if (fault == null && !fits(opened, accessToken)) {
                fault = IdTokenFault.ACCESS_TOKEN;
            }
            return fault == null
                    ? new IdTokenOutcome.Proven(rules.claims(opened.claims()))
                    : new IdTokenOutcome.Unproven(fault);
        } catch (FaultException e) {
            return new IdTokenOutcome.Unproven(e.fault);
        }
    }

    private static Opened open(Provider provider, String token) throws FaultException {
        String[] parts = token.length() > LARGEST ? new String[0] : token.split("\\.", -1);
        if (parts.length != 3) {
            throw new FaultException(IdTokenFault.UNREADABLE);
        }
        JsonNode header = part(parts[0]);
        checkHeader(provider, header);
        JsonNode claims = part(parts[1]);
        if (parts[2].isEmpty()) {
            throw new FaultException(IdTokenFault.SIGNATURE);
        }
        try {
            return new Opened(JWSObject.parse(token), claims);
        } catch (ParseException | IllegalArgumentException e) {
            throw new FaultException(IdTokenFault.UNREADABLE);
        }
    }

    private static JsonNode part(String encoded) throws FaultException {
        Optional<JsonNode> object = StrictJson.object(new Base64URL(encoded).decode());
        if (object.isEmpty()) {
            throw new FaultException(IdTokenFault.UNREADABLE);
        }
        return object.get();
    }

    /** Keys in the header ({@code jku}, {@code x5u}, {@code jwk}, {@code x5c}) are nobody's business here: they are never read (RFC 8725 section 3.10). */
    private static void checkHeader(Provider provider, JsonNode header) throws FaultException {
        String algorithm = Members.text(header, "alg");
        if (algorithm == null || !provider.identity().algorithms().contains(algorithm)) {
            throw new FaultException(IdTokenFault.ALGORITHM);
        }
        if (header.has("typ") && !"JWT".equalsIgnoreCase(Members.text(header, "typ"))) {
            throw new FaultException(IdTokenFault.KIND);
        }
        String keyId = Members.text(header, "kid");
        if (header.has("kid") && (keyId == null || keyId.length() > LONGEST_KEY_ID)) {
            throw new FaultException(IdTokenFault.UNREADABLE);
        }
    }

    /** A provider may put another key under an id that it used before: a signature that does not fit is checked once more with newer keys. */
    private void verify(Provider provider, JWSObject jwt) throws FaultException {
        List<JWK> keys = keySets.keys(provider, jwt.getHeader().getKeyID())
                .orElseThrow(() -> new FaultException(IdTokenFault.KEYS_UNAVAILABLE));
        try {
            verify(provider, jwt, keys);
        } catch (FaultException e) {
            Optional<List<JWK>> newer =
                    e.fault == IdTokenFault.SIGNATURE ? keySets.newerThan(provider, keys) : Optional.empty();
            if (newer.isEmpty()) {
                throw e;
            }
            verify(provider, jwt, newer.get());
        }
    }

    private static void verify(Provider provider, JWSObject jwt, List<JWK> keys) throws FaultException {
        String keyId = jwt.getHeader().getKeyID();
        if (keyId != null && keys.stream().noneMatch(key -> keyId.equals(key.getKeyID()))) {
            throw new FaultException(IdTokenFault.UNKNOWN_KEY);
        }
        Set<JWSAlgorithm> algorithms = new LinkedHashSet<>();
        provider.identity().algorithms().forEach(name -> algorithms.add(JWSAlgorithm.parse(name)));
        DefaultJOSEProcessor<SecurityContext> processor = new DefaultJOSEProcessor<>();
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, null));
        processor.setJWSKeySelector(
                new JWSVerificationKeySelector<>(algorithms, new ImmutableJWKSet<>(new JWKSet(keys))));
        try {
            processor.process(jwt, null);
        } catch (BadJOSEException | JOSEException | IllegalArgumentException e) {
            throw new FaultException(IdTokenFault.SIGNATURE);
        }
    }

    /** OpenID Connect Core section 3.1.3.8; optional in the code flow, binding when it is there. */
    private static boolean fits(Opened opened, @Nullable Secret accessToken) {
        if (!opened.claims().has("at_hash")) {
            return true;
        }
        String hash = Members.text(opened.claims(), "at_hash");
        if (hash == null || accessToken == null) {
            return false;
        }
        try {
            AccessTokenValidator.validate(
                    new BearerAccessToken(accessToken.reveal()),
                    opened.jwt().getHeader().getAlgorithm(),
                    new AccessTokenHash(hash));
            return true;
        } catch (InvalidHashException | IllegalArgumentException e) {
            return false;
        }
    }
}
