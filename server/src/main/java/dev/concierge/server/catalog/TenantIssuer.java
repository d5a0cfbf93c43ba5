package dev.concierge.server.catalog;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An issuer identifier with a tenant inside: {@code https://login.example/{tenant}/v2.0}. An ID token must carry the one of its own tenant.
 *
 * @param template with {@code {tenant}} once
 * @param claim the claim of the ID token that names the tenant
 */
public record TenantIssuer(String template, String claim) {
    static final String PLACE = "{tenant}";
    private static final Pattern TENANT = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

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

    /** The issuer of one tenant; null when that is no tenant's id. */
    public @Nullable String of(@Nullable String tenant) {
        return tenant != null && TENANT.matcher(tenant).matches() ? template.replace(PLACE, tenant) : null;
    }
}
