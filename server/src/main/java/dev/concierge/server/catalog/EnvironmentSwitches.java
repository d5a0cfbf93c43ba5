package dev.concierge.server.catalog;

import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the environment switches off: {@code {ID}_CONNECT_ENABLED} and {@code {ID}_SIGN_IN_ENABLED} for the client that it names or shares, and
 * {@code {ID}_IN_TESTING} for a client wherever it stands. For an OpenID issuer {@code {ID}} is {@code OIDC_{NAME}}.
 */
final class EnvironmentSwitches {
    private final Map<String, String> prefixes;
    private final Map<String, Map<Use, Boolean>> uses = new TreeMap<>();
    private final TreeSet<String> inTesting = new TreeSet<>();

    private EnvironmentSwitches(Map<String, String> prefixes) {
        this.prefixes = prefixes;
    }

    /**
     * Reads them all.
     *
     * @param named the ids of providers whose client the environment names, or which share one that it names
     * @param faults gets one line for each fault
     */
    static EnvironmentSwitches read(
            Collection<Provider> providers,
            List<OidcIssuer> issuers,
            Collection<String> named,
            Function<String, @Nullable String> variables,
            List<String> faults) {
        Map<String, String> prefixes = new TreeMap<>();
        providers.forEach(provider -> prefixes.put(provider.id(), upper(provider.id())));
        issuers.forEach(issuer -> prefixes.put(issuer.id(), "OIDC_" + upper(issuer.id())));
        EnvironmentSwitches switches = new EnvironmentSwitches(prefixes);
        for (String id : prefixes.keySet()) {
            for (Use use : Use.values()) {
                switches.readUse(id, use, named.contains(id), variables, faults);
            }
            String variable = switches.variable(id, "IN_TESTING");
            if (Boolean.TRUE.equals(flag(variable, variables, faults))) {
                switches.inTesting.add(id);
            }
        }
        return switches;
    }

    /** Nobody reads a switch of a client that is kept here; one that does nothing must not look as if it did. */
    private void readUse(
            String id, Use use, boolean named, Function<String, @Nullable String> variables, List<String> faults) {
        String variable = variable(id, use);
        Boolean on = flag(variable, variables, faults);
        if (on != null && !named) {
            faults.add(variable + " is for a client that the environment names, and it names none; one that is kept"
                    + " here is switched on /admin/providers.");
        } else if (on != null) {
            uses.computeIfAbsent(id, _ -> new EnumMap<>(Use.class)).put(use, on);
        }
    }

    /**
     * Whether a provider's client of the environment is used so.
     *
     * @param owner whose client it is; its switch counts where the provider has none of its own
     */
    boolean allows(String providerId, String owner, Use use) {
        Boolean own = uses.getOrDefault(providerId, Map.of()).get(use);
        return own != null ? own : uses.getOrDefault(owner, Map.of()).getOrDefault(use, true);
    }

    boolean isInTesting(String registrationId) {
        return inTesting.contains(registrationId);
    }

    /** The variable that switches a use. */
    String variable(String providerId, Use use) {
        return variable(
                providerId,
                switch (use) {
                    case CONNECT -> "CONNECT_ENABLED";
                    case SIGN_IN -> "SIGN_IN_ENABLED";
                });
    }

    /** The variable of a provider with this end. */
    String variable(String providerId, String suffix) {
        return prefixes.getOrDefault(providerId, upper(providerId)) + "_" + suffix;
    }

    private static @Nullable Boolean flag(
            String variable, Function<String, @Nullable String> variables, List<String> faults) {
        String value = variables.apply(variable);
        if (value == null || value.isBlank()) {
            return null;
        }
        return switch (value.strip().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> {
                faults.add(variable + " is true or false.");
                yield null;
            }
        };
    }

    private static String upper(String id) {
        return id.toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
