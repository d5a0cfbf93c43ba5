package dev.concierge.server.catalog;

import dev.concierge.server.encryption.Secret;
import java.net.URI;

/**
 * An OpenID provider that the operator named by its issuer alone: {@code OIDC_{NAME}_ISSUER}, {@code OIDC_{NAME}_CLIENT_ID} and
 * {@code OIDC_{NAME}_CLIENT_SECRET}.
 *
 * @param id the name in lower case with {@code -} for {@code _}
 * @param name for people
 * @param issuer exactly as the provider writes it
 * @param plainHttp whether its document may name http endpoints; in development only
 */
record OidcIssuer(String id, String name, String issuer, String clientId, Secret clientSecret, boolean plainHttp) {
    private static final String WELL_KNOWN = "/.well-known/openid-configuration";

    /** Where its document is (OpenID Connect Discovery section 4): a slash at the issuer's end is left out. */
    URI document() {
        String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
        return URI.create(base + WELL_KNOWN);
    }
}
