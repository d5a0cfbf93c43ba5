package dev.concierge.server.catalog;

import dev.concierge.server.outbound.HostPort;
import java.net.URI;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the catalog says about one provider. Every URL in it has been checked: https (http only in development, from {@code CATALOG_DIR}), no user
 * part, no fragment.
 *
 * @param id lower-case letters, digits and hyphens; part of paths and tables, never changed
 * @param name for people
 * @param mark the picture of the provider, {@code /marks/{mark}.svg}
 * @param homepage where a person sees and ends our access at the provider
 * @param social whether it belongs to the social platforms ({@code GET /api/v1/oauth/platforms})
 * @param scopes every scope that may be asked for, in the order of the file
 * @param connectScopes canonical names of the scopes that a plain Connect asks for
 * @param apis the provider's APIs by name
 * @param quotaTimeZone where the provider's day of quotas begins; null when it has none
 */
public record Provider(
        String id,
        String name,
        String mark,
        @Nullable URI homepage,
        boolean social,
        Authorization authorization,
        TokenEndpoint token,
        Refresh refresh,
        Revocation revocation,
        Identity identity,
        List<Scope> scopes,
        List<String> connectScopes,
        Map<String, Api> apis,
        @Nullable ZoneId quotaTimeZone) {

    public Provider {
        scopes = List.copyOf(scopes);
        connectScopes = List.copyOf(connectScopes);
        apis = Collections.unmodifiableMap(new LinkedHashMap<>(apis));
    }

    /**
     * The authorization endpoint (RFC 6749 section 3.1).
     *
     * @param issuer the provider's issuer identifier, exactly; null when it has none
     * @param issuerAliases other values its ID tokens may carry as {@code iss}; never accepted at the callback
     * @param issParameter whether the callback must carry {@code iss} (RFC 9207 section 2.4)
     * @param parameters further parameters of every authorization request; none of the protocol's own
     * @param loginHint the parameter that names the expected account; null when there is none
     */
    public record Authorization(
            URI endpoint,
            @Nullable String issuer,
            List<String> issuerAliases,
            boolean issParameter,
            ResponseMode responseMode,
            Pkce pkce,
            String scopeSeparator,
            Map<String, String> parameters,
            @Nullable String loginHint) {
        public Authorization {
            issuerAliases = List.copyOf(issuerAliases);
            parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        }
    }

    public enum ResponseMode {
        QUERY,
        FORM_POST
    }

    /** Whether requests carry a code challenge (RFC 7636). {@code plain} does not exist here. */
    public enum Pkce {
        S256,
        /** The provider refuses a request that carries one. */
        REFUSED
    }

    /** The token endpoint (RFC 6749 section 3.2). */
    public record TokenEndpoint(URI endpoint, ClientAuthentication clientAuthentication, TokenAnswer answer) {}

    /** How we prove who we are at the token endpoint (RFC 6749 section 2.3.1). */
    public enum ClientAuthentication {
        CLIENT_SECRET_POST,
        CLIENT_SECRET_BASIC
    }

    /** The form of the token endpoint's answer; another one is no answer. */
    public enum TokenAnswer {
        JSON,
        FORM
    }

    /** @param supported whether the provider issues refresh tokens at all */
    public record Refresh(boolean supported, OldRefreshToken oldRefreshToken) {}

    /**
     * How a grant is ended.
     *
     * @param endpoint null only for {@link Style#NONE}
     * @param reach how far a call reaches
     * @param byHand the provider's page where a person ends it; null when there is none
     */
    public record Revocation(
            Style style,
            @Nullable URI endpoint,
            Reach reach,
            @Nullable URI byHand) {
        public enum Style {
            /** POST of the token alone, without client authentication. */
            TOKEN_FORM,
            /** RFC 7009, with the client authentication of the token endpoint. */
            RFC7009,
            /** The provider has no endpoint; a person must do it by hand. */
            NONE
        }

        /** What ends with one revoked token. */
        public enum Reach {
            /** That token. */
            TOKEN,
            /** Every token of the same grant. */
            GRANT,
            /** Every grant of the same person to any client of the same project. */
            PROJECT
        }
    }

    /**
     * How we learn who it is.
     *
     * @param jwks the key set that signs ID tokens (RFC 7517); null when the provider has no ID tokens
     * @param algorithms the only signature algorithms taken, by their JOSE names
     * @param userinfo where the profile is read; null when there is nothing
     * @param subject the member that never changes for one account
     * @param label the member that people know the account by; null when there is none
     * @param name the member with the person's name; null when there is none
     */
    public record Identity(
            @Nullable URI jwks,
            Set<String> algorithms,
            @Nullable URI userinfo,
            String subject,
            @Nullable String label,
            @Nullable String name) {
        public Identity {
            algorithms = Collections.unmodifiableSet(new LinkedHashSet<>(algorithms));
        }
    }

    /**
     * One scope.
     *
     * @param name the canonical name: what we ask for and store
     * @param aliases other names the provider uses for it in answers
     * @param feature what of ours needs it
     * @param title what it lets us do, in words for the consent list
     * @param description one more sentence
     */
    public record Scope(
            String name,
            List<String> aliases,
            ScopeClass scopeClass,
            String feature,
            String title,
            String description) {
        public Scope {
            aliases = List.copyOf(aliases);
        }
    }

    /** @param baseUrl without a trailing slash */
    public record Api(URI baseUrl) {}

    /** The canonical name of a scope; a name the catalog does not know is returned as it is. */
    public String canonical(String scopeName) {
        return scope(scopeName).map(Scope::name).orElse(scopeName);
    }

    /** {@link #canonical(String)} of each, without doubles, in their order. */
    public Set<String> canonical(Collection<String> scopeNames) {
        Set<String> canonical = new LinkedHashSet<>();
        scopeNames.forEach(scopeName -> canonical.add(canonical(scopeName)));
        return Collections.unmodifiableSet(canonical);
    }

    /** The scope of a name or alias, compared exactly (RFC 6749 section 3.3). */
    public Optional<Scope> scope(String nameOrAlias) {
        return scopes.stream()
                .filter(scope ->
                        scope.name().equals(nameOrAlias) || scope.aliases().contains(nameOrAlias))
                .findFirst();
    }

    /** @throws IllegalArgumentException when the provider has no API of this name */
    public Api api(String apiName) {
        Api api = apis.get(apiName);
        if (api == null) {
            throw new IllegalArgumentException(id + " has no API " + apiName);
        }
        return api;
    }

    /** Where calls for this provider may go: its token, revocation, key and profile endpoints and its APIs. */
    public Set<HostPort> allowedHosts() {
        List<@Nullable URI> endpoints = new ArrayList<>();
        endpoints.add(token.endpoint());
        endpoints.add(revocation.endpoint());
        endpoints.add(identity.jwks());
        endpoints.add(identity.userinfo());
        apis.values().forEach(api -> endpoints.add(api.baseUrl()));
        Set<HostPort> hosts = new LinkedHashSet<>();
        for (URI endpoint : endpoints) {
            if (endpoint != null) {
                hosts.add(HostPort.of(endpoint));
            }
        }
        return Collections.unmodifiableSet(hosts);
    }
}
