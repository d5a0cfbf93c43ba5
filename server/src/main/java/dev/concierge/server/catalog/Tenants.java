package dev.concierge.server.catalog;

import java.net.URI;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which tenants of a provider with tenants may come here: {@code {ID}_TENANT} is the one tenant, or {@code common}, {@code organizations} or
 * {@code consumers}, and stands in the endpoints; {@code {ID}_ALLOWED_TENANTS} are the only ones whose people are taken, with commas between.
 */
final class Tenants {
    private static final String ANY = "/common/";
    private static final Pattern WORD = Pattern.compile("common|organizations|consumers");

    private Tenants() {}

    /** The provider as the operator wants it. @throws IllegalArgumentException with a sentence for the operator */
    static Provider of(Provider provider, Function<String, @Nullable String> variables) {
        TenantIssuer issuer = provider.authorization().tenantIssuer();
        if (issuer == null) {
            return provider;
        }
        String prefix = provider.id().toUpperCase(Locale.ROOT).replace('-', '_');
        String tenant = Objects.requireNonNullElse(variables.apply(prefix + "_TENANT"), "")
                .strip()
                .toLowerCase(Locale.ROOT);
        Set<String> allowed = new LinkedHashSet<>();
        Arrays.stream(Objects.requireNonNullElse(variables.apply(prefix + "_ALLOWED_TENANTS"), "")
                        .split(",", -1))
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .filter(name -> !name.isEmpty())
                .forEach(allowed::add);
        for (String name : allowed) {
            if (!TenantIssuer.isTenant(name)) {
                throw new IllegalArgumentException(prefix + "_ALLOWED_TENANTS: \"" + name + "\" is no tenant id.");
            }
        }
        if (TenantIssuer.isTenant(tenant)) {
            allowed.add(tenant);
        } else if (!tenant.isEmpty() && !WORD.matcher(tenant).matches()) {
            throw new IllegalArgumentException(
                    prefix + "_TENANT is a tenant id, or common, organizations or consumers.");
        }
        return with(provider, issuer.only(allowed), tenant.isEmpty() ? "common" : tenant);
    }

    private static Provider with(Provider is, TenantIssuer issuer, String tenant) {
        Authorization way = is.authorization();
        TokenRules token = is.token();
        Identity who = is.identity();
        return new Provider(
                is.about(),
                new Authorization(
                        at(way.endpoint(), tenant),
                        way.issuer(),
                        way.issuerAliases(),
                        issuer,
                        way.issParameter(),
                        way.responseMode(),
                        way.pkce(),
                        way.scopeSeparator(),
                        way.scopeParameter(),
                        way.parameters(),
                        way.loginHint(),
                        way.codeSuffix()),
                new TokenRules(
                        at(token.endpoint(), tenant),
                        token.clientAuthentication(),
                        token.request(),
                        token.answer(),
                        token.errorsUnder200(),
                        token.errors(),
                        token.scopeSeparators(),
                        token.accessTokenLife(),
                        token.longLived()),
                is.refresh(),
                is.revocation(),
                new Identity(
                        who.source(),
                        who.jwks() == null ? null : at(who.jwks(), tenant),
                        who.algorithms(),
                        who.userinfo(),
                        who.userinfoQuery(),
                        who.subject(),
                        who.label(),
                        who.name(),
                        who.picture(),
                        who.emailVerified(),
                        who.called()),
                is.asking(),
                is.calling(),
                is.errors(),
                is.quirks(),
                is.setup());
    }

    private static URI at(URI endpoint, String tenant) {
        return URI.create(endpoint.toString().replace(ANY, "/" + tenant + "/"));
    }
}
