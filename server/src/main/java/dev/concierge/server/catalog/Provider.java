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
 * @param errors what its error codes mean
 * @param quirks ways in which it alone differs
 */
public record Provider(
        About about,
        Authorization authorization,
        TokenRules token,
        RefreshRules refresh,
        Revocation revocation,
        Identity identity,
        Asking asking,
        Calling calling,
        ErrorTable errors,
        List<Quirk> quirks,
        Setup setup) {

    public Provider {
        quirks = List.copyOf(quirks);
    }

    /**
     * What it is called.
     *
     * @param id lower-case letters, digits and hyphens; part of paths and tables, never changed
     * @param name for people
     * @param mark the picture of the provider, {@code /marks/{mark}.svg}
     * @param homepage where a person sees and ends our access at the provider
     * @param social whether it belongs to the social platforms ({@code GET /api/v1/oauth/platforms})
     * @param project providers with the same word share one project, and so a grant of one person; the id where the file says nothing
     */
    public record About(
            String id, String name, String mark, @Nullable URI homepage, boolean social, String project) {}

    /**
     * What may be asked for, at the provider and afterwards.
     *
     * @param scopes every scope that may be asked for, in the order of the file
     * @param connect canonical names of the scopes that a plain Connect asks for; empty where the provider has no scopes
     * @param choice what the person chooses after consent; null where the account itself is connected
     */
    public record Asking(
            List<Scope> scopes,
            List<String> connect,
            SignInRules signIn,
            @Nullable Choice choice) {
        public Asking {
            scopes = List.copyOf(scopes);
            connect = List.copyOf(connect);
        }

        /** Without a choice. */
        public Asking(List<Scope> scopes, List<String> connect, SignInRules signIn) {
            this(scopes, connect, signIn, null);
        }
    }

    /**
     * How its APIs are called.
     *
     * @param apis by name
     * @param headers sent with every call to the provider
     * @param quotaTimeZone where the provider's day of quotas begins; null when it has none
     */
    public record Calling(
            Map<String, Api> apis,
            Map<String, String> headers,
            List<Limit> limits,
            @Nullable ZoneId quotaTimeZone) {
        public Calling {
            apis = Collections.unmodifiableMap(new LinkedHashMap<>(apis));
            headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
            limits = List.copyOf(limits);
        }
    }

    /**
     * One scope.
     *
     * @param name the canonical name: what we ask for and store
     * @param aliases other names the provider uses for it in answers
     * @param includes canonical names of scopes that it contains, so that the provider does not name them beside it
     * @param reported whether answers name it; one that they do not name counts as granted when it was asked for
     * @param feature what of ours needs it
     * @param title what it lets us do, in words for the consent list
     * @param description one more sentence
     */
    public record Scope(
            String name,
            List<String> aliases,
            List<String> includes,
            boolean reported,
            ScopeClass scopeClass,
            String feature,
            String title,
            String description) {
        public Scope {
            aliases = List.copyOf(aliases);
            includes = List.copyOf(includes);
        }
    }

    /**
     * One API.
     *
     * @param baseUrl without a trailing slash
     * @param batch the path on its host that takes several calls at once; null when there is none
     * @param push how it tells of changes
     */
    public record Api(URI baseUrl, @Nullable String batch, Push push) {
        /** Tells of nothing. */
        public Api(URI baseUrl, @Nullable String batch) {
            this(baseUrl, batch, Push.NONE);
        }
    }

    /** How an API tells of changes that it is asked to tell of. */
    public enum Push {
        /** It does not, or not by a call of ours. */
        NONE,
        /** {@code POST …/watch} opens a channel, which is never prolonged (Google's APIs). */
        CHANNELS,
        /** {@code POST /subscriptions}, whose address proves itself first, and which is prolonged where it stands (Microsoft Graph). */
        SUBSCRIPTIONS
    }

    public String id() {
        return about.id();
    }

    public String name() {
        return about.name();
    }

    public String mark() {
        return about.mark();
    }

    public @Nullable URI homepage() {
        return about.homepage();
    }

    public boolean social() {
        return about.social();
    }

    public List<Scope> scopes() {
        return asking.scopes();
    }

    public List<String> connectScopes() {
        return asking.connect();
    }

    /** What the person chooses after consent; null where the account itself is connected. */
    public @Nullable Choice choice() {
        return asking.choice();
    }

    /** What people call the thing that is connected: "account", "workspace", "Page". */
    public String noun() {
        return asking.choice() == null ? identity.called() : asking.choice().one();
    }

    public Map<String, Api> apis() {
        return calling.apis();
    }

    /** Whether any of its APIs tells of changes when it is asked to. */
    public boolean pushes() {
        return apis().values().stream().anyMatch(api -> api.push() != Push.NONE);
    }

    public @Nullable ZoneId quotaTimeZone() {
        return calling.quotaTimeZone();
    }

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

    /**
     * What was granted, by canonical names.
     *
     * @param asked canonical names of what was asked for, or was granted before
     * @param answered as the provider answered; null when it did not say: then it is what was asked for (RFC 6749 section 5.1)
     */
    public Set<String> granted(Collection<String> asked, @Nullable Collection<String> answered) {
        if (answered == null) {
            return Collections.unmodifiableSet(new LinkedHashSet<>(asked));
        }
        Set<String> granted = new LinkedHashSet<>();
        for (String name : canonical(answered)) {
            granted.add(name);
            scope(name)
                    .ifPresent(scope ->
                            scope.includes().stream().filter(asked::contains).forEach(granted::add));
        }
        asked.stream()
                .filter(name -> scope(name).filter(scope -> !scope.reported()).isPresent())
                .forEach(granted::add);
        return Collections.unmodifiableSet(granted);
    }

    /** The scope of a name or alias, compared exactly (RFC 6749 section 3.3). */
    public Optional<Scope> scope(String nameOrAlias) {
        return scopes().stream()
                .filter(scope ->
                        scope.name().equals(nameOrAlias) || scope.aliases().contains(nameOrAlias))
                .findFirst();
    }

    /** @throws IllegalArgumentException when the provider has no API of this name */
    public Api api(String apiName) {
        Api api = calling.apis().get(apiName);
        if (api == null) {
            throw new IllegalArgumentException(id() + " has no API " + apiName);
        }
        return api;
    }

    /** The quirk of a kind; empty when the provider has it not. */
    public <Q extends Quirk> Optional<Q> quirk(Class<Q> kind) {
        return quirks.stream().filter(kind::isInstance).map(kind::cast).findFirst();
    }

    /** Where calls for this provider may go: its token, revocation, key and profile endpoints and its APIs. */
    public Set<HostPort> allowedHosts() {
        List<@Nullable URI> endpoints = new ArrayList<>();
        endpoints.add(token.endpoint());
        endpoints.add(token.longLived() == null ? null : token.longLived().endpoint());
        endpoints.add(
                refresh.extension() == null
                        ? null
                        : refresh.extension().exchange().endpoint());
        endpoints.add(revocation.call() == null ? null : revocation.call().endpoint());
        endpoints.add(revocation.narrow() == null ? null : revocation.narrow().endpoint());
        endpoints.add(identity.jwks());
        endpoints.add(identity.userinfo());
        quirks.forEach(quirk -> endpoints.add(
                switch (quirk) {
                    case Quirk.PermissionList(URI endpoint) -> endpoint;
                    case Quirk.EmailList(URI endpoint) -> endpoint;
                    case Quirk.ScopelessTokens _ -> null;
                }));
        calling.apis().values().forEach(api -> endpoints.add(api.baseUrl()));
        Set<HostPort> hosts = new LinkedHashSet<>();
        for (URI endpoint : endpoints) {
            if (endpoint != null) {
                hosts.add(HostPort.of(endpoint));
            }
        }
        return Collections.unmodifiableSet(hosts);
    }
}
