package dev.concierge.server.catalog;

import dev.concierge.server.encryption.Secret;
import dev.concierge.server.outbound.HostPort;
import java.net.URI;
import java.util.Locale;
import java.util.Set;

/**
 * An OpenID provider that the operator named by its issuer alone: {@code OIDC_{NAME}_ISSUER}, {@code OIDC_{NAME}_CLIENT_ID} and
 * {@code OIDC_{NAME}_CLIENT_SECRET}; where it needs more, {@code OIDC_{NAME}_HOSTS} and {@code OIDC_{NAME}_PKCE}.
 *
 * @param id the name in lower case with {@code -} for {@code _}
 * @param name for people
 * @param issuer exactly as the provider writes it
 * @param hosts where its endpoints may be: the issuer's own host, and those that the operator named
 * @param pkce whether requests carry a code challenge; only the operator switches it off
 * @param plainHttp whether its document may name http endpoints; in development only
 */
record OidcIssuer(
        String id,
        String name,
        String issuer,
        String clientId,
        Secret clientSecret,
        Set<HostPort> hosts,
        boolean pkce,
        boolean plainHttp) {
    private static final String WELL_KNOWN = "/.well-known/openid-configuration";

    OidcIssuer {
        hosts = Set.copyOf(hosts);
    }

    /** The variable that names further hosts. */
    String hostsVariable() {
        return "OIDC_" + id.toUpperCase(Locale.ROOT).replace('-', '_') + "_HOSTS";
    }

    /** Where its document is (OpenID Connect Discovery section 4): a slash at the issuer's end is left out. */
    URI document() {
        String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
        return URI.create(base + WELL_KNOWN);
    }
}
