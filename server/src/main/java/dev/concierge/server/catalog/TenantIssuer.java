package dev.concierge.server.catalog;

import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An issuer identifier with a tenant inside: {@code https://login.example/{tenant}/v2.0}. An ID token must carry the one of its own tenant.
 *
 * @param template with {@code {tenant}} once
 * @param claim the claim of the ID token that names the tenant
 * @param allowed the only tenants that are taken; empty: all
 */
public record TenantIssuer(String template, String claim, Set<String> allowed) {
    static final String PLACE = "{tenant}";
    private static final Pattern TENANT = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    public TenantIssuer {
        allowed = Set.copyOf(allowed);
    }

    /** Of any tenant. */
    public TenantIssuer(String template, String claim) {
        this(template, claim, Set.of());
    }

    /** The same with these tenants alone; none: all. */
    TenantIssuer only(Set<String> tenants) {
        return new TenantIssuer(template, claim, tenants);
    }

    /** Whether a text is the id of a tenant. */
    static boolean isTenant(String text) {
        return TENANT.matcher(text).matches();
    }

    /** Whether a text is the issuer of some tenant. */
    public boolean fits(String iss) {
        int at = template.indexOf(PLACE);
        String behind = template.substring(at + PLACE.length());
        return iss.length() > template.length() - PLACE.length()
                && iss.startsWith(template.substring(0, at))
                && iss.endsWith(behind)
                && TENANT.matcher(iss.substring(at, iss.length() - behind.length()))
                        .matches();
    }

    /** The issuer of one tenant; null when that is no tenant's id, or of one that is not taken. */
    public @Nullable String of(@Nullable String tenant) {
        return tenant != null && isTenant(tenant) && (allowed.isEmpty() || allowed.contains(tenant))
                ? template.replace(PLACE, tenant)
                : null;
    }
}
