package dev.concierge.server.oauth;

import dev.concierge.server.catalog.Identity;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.catalog.TenantIssuer;
import dev.concierge.server.encryption.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What the claims of an ID token must say (OpenID Connect Core section 3.1.3.7), once its signature fits.
 *
 * @param nonce null when the token answers no authorization request
 */
record IdTokenRules(
        Provider provider, String clientId, @Nullable Secret nonce, Instant now) {
    private static final Duration SKEW = Duration.ofSeconds(60);
    private static final Duration OLDEST = Duration.ofHours(1);
    private static final long LATEST_SECOND = 253_402_300_799L;
    private static final int LONGEST_EMAIL = 320;
    private static final int LONGEST_NAME = 200;

    /** The first rule that is broken; null when none is. */
    @Nullable
    IdTokenFault fault(JsonNode claims) {
        if (claims.has("events")) {
            return IdTokenFault.KIND;
        }
        if (!rightIssuer(claims)) {
            return IdTokenFault.ISSUER;
        }
        if (!rightAudience(claims)) {
            return IdTokenFault.AUDIENCE;
        }
        if (!rightTime(claims)) {
            return IdTokenFault.TIME;
        }
        if (!rightNonce(claims)) {
            return IdTokenFault.NONCE;
        }
        return Subjects.fit(Members.text(claims, "sub")) && subject(claims) != null ? null : IdTokenFault.SUBJECT;
    }

    /** Only after {@link #fault} found none. */
    IdTokenClaims claims(JsonNode claims) {
        Identity identity = provider.identity();
        JsonNode verified = identity.emailVerified() == null ? null : claims.get(identity.emailVerified());
        boolean own = identity.source() == Identity.Source.ID_TOKEN;
        return new IdTokenClaims(
                Objects.requireNonNull(issuer(claims)),
                Objects.requireNonNull(subject(claims)),
                Objects.requireNonNull(moment(claims, "iat")),
                Objects.requireNonNull(moment(claims, "exp")),
                moment(claims, "auth_time"),
                Members.address(claims, "/email", LONGEST_EMAIL),
                verified != null && verified.isBoolean() && verified.booleanValue(),
                own ? Members.line(claims, identity.label(), LONGEST_EMAIL) : null,
                own ? Members.line(claims, identity.name(), LONGEST_NAME) : null);
    }

    /** By the claims of the catalog; {@code sub} where the account is looked up elsewhere. */
    private @Nullable String subject(JsonNode claims) {
        return provider.identity().source() == Identity.Source.ID_TOKEN
                ? Profiles.subject(provider.identity(), claims)
                : Members.text(claims, "sub");
    }

    /** The issuer as it must be: the catalog's, or the one of the token's own tenant. */
    private @Nullable String issuer(JsonNode claims) {
        TenantIssuer tenants = provider.authorization().tenantIssuer();
        return tenants == null ? provider.authorization().issuer() : tenants.of(Members.text(claims, tenants.claim()));
    }

    private boolean rightIssuer(JsonNode claims) {
        String issuer = Members.text(claims, "iss");
        return issuer != null
                && (issuer.equals(issuer(claims))
                        || provider.authorization().issuerAliases().contains(issuer));
    }

    /** One audience, ours; or several with ours, and then {@code azp} says that it was made for us. */
    private boolean rightAudience(JsonNode claims) {
        JsonNode audience = claims.get("aud");
        List<String> values = new ArrayList<>();
        if (audience != null && audience.isString()) {
            values.add(audience.stringValue());
        } else if (audience != null && audience.isArray()) {
            for (JsonNode value : audience) {
                values.add(value.isString() ? value.stringValue() : "");
            }
        }
        if (!values.contains(clientId)) {
            return false;
        }
        return claims.has("azp") ? clientId.equals(Members.text(claims, "azp")) : values.size() == 1;
    }

    private boolean rightTime(JsonNode claims) {
        Instant expires = moment(claims, "exp");
        Instant issued = moment(claims, "iat");
        if (expires == null || issued == null || !issued.isBefore(expires)) {
            return false;
        }
        boolean alive = now.isBefore(expires.plus(SKEW));
        boolean recent = !issued.isAfter(now.plus(SKEW)) && !issued.isBefore(now.minus(OLDEST));
        if (!claims.has("nbf")) {
            return alive && recent;
        }
        Instant notBefore = moment(claims, "nbf");
        return alive && recent && notBefore != null && !notBefore.isAfter(now.plus(SKEW));
    }

    private boolean rightNonce(JsonNode claims) {
        if (nonce == null) {
            return true;
        }
        String claimed = Members.text(claims, "nonce");
        return claimed != null && Secret.of(claimed).equals(nonce);
    }

    /** A NumericDate (RFC 7519 section 2) that is a number, not a text, and in the years up to 9999. */
    private static @Nullable Instant moment(JsonNode claims, String name) {
        JsonNode value = claims.get(name);
        if (value == null || !value.isNumber()) {
            return null;
        }
        double seconds = value.doubleValue();
        return seconds > 0 && seconds <= LATEST_SECOND ? Instant.ofEpochSecond((long) seconds) : null;
    }
}
