package dev.concierge.server.catalog;

import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The authorization endpoint (RFC 6749 section 3.1).
 *
 * @param issuer the provider's issuer identifier, exactly; null when it has none or a {@code tenantIssuer}
 * @param issuerAliases other values its ID tokens may carry as {@code iss}; never accepted at the callback
 * @param tenantIssuer an issuer for each tenant; null for all providers with one issuer
 * @param issParameter whether the callback must carry {@code iss} (RFC 9207 section 2.4)
 * @param scopeSeparator between the scopes of a request
 * @param scopeParameter whether scopes are sent at all; where the provider fixes them with our client they are not
 * @param parameters further parameters of every authorization request; none of the protocol's own
 * @param loginHint how the expected account is named; null when it cannot be
 * @param codeSuffix what the provider hangs behind a code without its being part of it; null for most
 */
public record Authorization(
        URI endpoint,
        @Nullable String issuer,
        List<String> issuerAliases,
        @Nullable TenantIssuer tenantIssuer,
        boolean issParameter,
        ResponseMode responseMode,
        Pkce pkce,
        String scopeSeparator,
        boolean scopeParameter,
        Map<String, String> parameters,
        @Nullable LoginHint loginHint,
        @Nullable String codeSuffix) {
    public Authorization {
        issuerAliases = List.copyOf(issuerAliases);
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }

    /** How the answer comes back. */
    public enum ResponseMode {
        QUERY,
        /** As a POST of the browser, from the provider's site and so without our SameSite cookies. */
        FORM_POST
    }

    /** Whether requests carry a code challenge (RFC 7636). {@code plain} does not exist here. */
    public enum Pkce {
        /** Sent; the provider refuses requests without one. */
        S256,
        /** Sent; the provider would also take requests without one. */
        OPTIONAL,
        /** Not sent: the provider does not know it, or refuses a request that carries one. */
        REFUSED
    }

    /**
     * The parameter that names the expected account.
     *
     * @param insteadOf parameters of the file that the provider does not take together with it
     */
    public record LoginHint(String parameter, List<String> insteadOf) {
        public LoginHint {
            insteadOf = List.copyOf(insteadOf);
        }
    }

    /** Whether {@code iss} may stand in a callback or ID token; for a tenant's issuer only its form is looked at. */
    public boolean issuedBy(String iss) {
        return iss.equals(issuer) || (tenantIssuer != null && tenantIssuer.fits(iss));
    }
}
