package dev.concierge.server.catalog;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Signing in with the provider.
 *
 * @param offered whether it is good enough for that; false: connecting only
 * @param scopes canonical names, of class {@code identity} alone
 * @param parameters in the place of those of connecting
 * @param freshLogin what it does for whoever wants a login of just now
 */
public record SignInRules(boolean offered, List<String> scopes, Map<String, String> parameters, FreshLogin freshLogin) {
    /** Connecting only. */
    public static final SignInRules NONE = new SignInRules(false, List.of(), Map.of(), FreshLogin.UNKNOWN);

    public SignInRules {
        scopes = List.copyOf(scopes);
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }
}
