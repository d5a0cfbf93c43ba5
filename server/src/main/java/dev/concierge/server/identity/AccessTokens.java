package dev.concierge.server.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.web.PublicUrl;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Access tokens: JWTs (RFC 7519) of the profile of RFC 9068, by ES256 and nothing else (RFC 8725 section 3.1). What is in their header chooses among our keys and
 * does nothing more: no key in it is read, no address in it is called.
 */
@Component
final class AccessTokens {
    private static final JOSEObjectType TYPE = new JOSEObjectType("at+jwt");
    private static final int LARGEST = 4096;

    /** For clocks of our own nodes, which go by one time to a second. */
    private static final Duration LEEWAY = Duration.ofSeconds(5);

    /** What came of a check. */
    sealed interface Checked {
        record Good(AccessClaims claims) implements Checked {}

        record Refused(TokenFault fault) implements Checked {}
    }

    private static final class FaultException extends Exception {
        private static final long serialVersionUID = 1L;

        private final TokenFault fault;

        FaultException(TokenFault fault) {
            super(fault.word(), null, false, false);
            this.fault = fault;
        }
    }

    private final SigningKeys keys;
    private final PublicUrl publicUrl;
    private final Clock clock;

    AccessTokens(SigningKeys keys, PublicUrl publicUrl, Clock clock) {
        this.keys = keys;
        this.publicUrl = publicUrl;
        this.clock = clock;
    }

    /** Signs, outside of any transaction. */
    Secret sign(AccessClaims claims) {
        ECKey key = keys.current();
        JWSObject token = new JWSObject(
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .type(TYPE)
                        .keyID(key.getKeyID())
                        .build(),
                set(claims).toPayload());
        try {
            token.sign(new ECDSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException("the signing key " + key.getKeyID() + " does not sign", e);
        }
        return Secret.of(token.serialize());
    }

    /** Checks all that can be checked without the database. */
    Checked check(String presented) {
        try {
            JWSObject token = parse(presented);
            verify(token);
            return new Checked.Good(claims(token.getPayload()));
        } catch (FaultException e) {
            return new Checked.Refused(e.fault);
        }
    }

    private static JWSObject parse(String presented) throws FaultException {
        if (presented.length() > LARGEST) {
            throw new FaultException(TokenFault.FORM);
        }
        try {
            return JWSObject.parse(presented);
        } catch (ParseException | IllegalArgumentException | IllegalStateException e) {
            throw new FaultException(TokenFault.FORM);
        }
    }

    /** Before a single claim is looked at. */
    private void verify(JWSObject token) throws FaultException {
        JWSHeader header = token.getHeader();
        if (!JWSAlgorithm.ES256.equals(header.getAlgorithm())) {
            throw new FaultException(TokenFault.ALGORITHM);
        }
        if (!TYPE.equals(header.getType())) {
            throw new FaultException(TokenFault.TYPE);
        }
        String kid = header.getKeyID();
        Optional<ECKey> key = kid == null ? Optional.empty() : keys.find(kid);
        if (key.isEmpty()) {
            throw new FaultException(TokenFault.KEY);
        }
        try {
            if (!token.verify(new ECDSAVerifier(key.get()))) {
                throw new FaultException(TokenFault.SIGNATURE);
            }
        } catch (JOSEException | IllegalStateException e) {
            throw new FaultException(TokenFault.SIGNATURE);
        }
    }

    private AccessClaims claims(Payload payload) throws FaultException {
        JWTClaimsSet set;
        AccessClaims claims;
        try {
            set = JWTClaimsSet.parse(payload.toString());
            claims = read(set);
        } catch (ParseException | RuntimeException e) {
            throw new FaultException(TokenFault.CLAIMS);
        }
        if (!issuer().equals(set.getIssuer())) {
            throw new FaultException(TokenFault.ISSUER);
        }
        if (!List.of(audience()).equals(set.getAudience())) {
            throw new FaultException(TokenFault.AUDIENCE);
        }
        Instant now = clock.instant();
        if (!now.isBefore(claims.expiresAt().plus(LEEWAY))) {
            throw new FaultException(TokenFault.EXPIRED);
        }
        if (claims.issuedAt().isAfter(now.plus(LEEWAY))) {
            throw new FaultException(TokenFault.FUTURE);
        }
        return claims;
    }

    /** Whose word it is: {@code PUBLIC_URL}. */
    private String issuer() {
        return publicUrl.origin();
    }

    /** Where it is of use: the API below {@code PUBLIC_URL}. */
    private String audience() {
        return publicUrl.resolve("/api").toString();
    }

    private JWTClaimsSet set(AccessClaims claims) {
        return new JWTClaimsSet.Builder()
                .serializeNullClaims(true)
                .issuer(issuer())
                .audience(audience())
                .subject(claims.accountId().toString())
                .claim("sid", claims.familyId().toString())
                .jwtID(claims.tokenId().toString())
                .issueTime(Date.from(claims.issuedAt()))
                .expirationTime(Date.from(claims.expiresAt()))
                .claim("role", claims.role())
                .claim("localId", claims.localId())
                .claim("provider", claims.provider())
                .claim("amr", claims.methods())
                .claim("auth_time", claims.provedAt().getEpochSecond())
                .claim("epoch", claims.epoch())
                .build();
    }

    private static AccessClaims read(JWTClaimsSet set) throws ParseException {
        return new AccessClaims(
                UUID.fromString(set.getSubject()),
                UUID.fromString(set.getStringClaim("sid")),
                UUID.fromString(set.getJWTID()),
                set.getIssueTime().toInstant(),
                set.getExpirationTime().toInstant(),
                set.getStringClaim("role"),
                nullable(set.getStringClaim("localId")),
                set.getStringClaim("provider"),
                set.getStringListClaim("amr"),
                Instant.ofEpochSecond(set.getLongClaim("auth_time")),
                set.getIntegerClaim("epoch"));
    }

    private static @Nullable String nullable(@Nullable String claim) {
        return claim;
    }
}
