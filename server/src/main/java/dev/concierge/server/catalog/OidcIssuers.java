package dev.concierge.server.catalog;

import dev.concierge.server.encryption.Secret;
import dev.concierge.server.outbound.HostPort;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;

/** Reads {@code OIDC_{NAME}_…} from the environment. */
final class OidcIssuers {
    private static final Pattern VARIABLE = Pattern.compile(
            "OIDC_([A-Z][A-Z0-9_]*)_(ISSUER|CLIENT_ID|CLIENT_SECRET|HOSTS|PKCE|CONNECT_ENABLED|SIGN_IN_ENABLED|IN_TESTING)");

    private OidcIssuers() {}

    /** The names of all variables of this kind that are set. */
    static Collection<String> names(ConfigurableEnvironment environment) {
        TreeSet<String> names = new TreeSet<>();
        environment.getPropertySources().stream()
                .filter(EnumerablePropertySource.class::isInstance)
                .map(source -> ((EnumerablePropertySource<?>) source).getPropertyNames())
                .flatMap(java.util.Arrays::stream)
                .filter(name -> VARIABLE.matcher(name).matches())
                .forEach(names::add);
        return names;
    }

    /**
     * Reads them all.
     *
     * @param taken ids that are somebody else's
     * @throws IllegalArgumentException with one line for each fault
     */
    static List<OidcIssuer> read(
            Collection<String> names,
            Function<String, @Nullable String> variables,
            Collection<String> taken,
            boolean production) {
        Map<String, List<String>> byName = new TreeMap<>();
        for (String variable : names) {
            Matcher matcher = VARIABLE.matcher(variable);
            if (matcher.matches()) {
                byName.computeIfAbsent(matcher.group(1), _ -> new ArrayList<>()).add(variable);
            }
        }
        List<String> faults = new ArrayList<>();
        List<OidcIssuer> issuers = new ArrayList<>();
        byName.keySet().forEach(name -> {
            OidcIssuer issuer = issuer(name, variables, production, faults);
            if (issuer != null && taken.contains(issuer.id())) {
                faults.add("OIDC_" + name + "_ISSUER: the catalog has a provider " + issuer.id() + " already.");
            } else if (issuer != null) {
                issuers.add(issuer);
            }
        });
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", faults));
        }
        return issuers;
    }

    private static @Nullable OidcIssuer issuer(
            String name, Function<String, @Nullable String> variables, boolean production, List<String> faults) {
        String prefix = "OIDC_" + name + "_";
        String issuer = variables.apply(prefix + "ISSUER");
        String clientId = variables.apply(prefix + "CLIENT_ID");
        String secret = variables.apply(prefix + "CLIENT_SECRET");
        String id = name.toLowerCase(Locale.ROOT).replace('_', '-');
        if (issuer == null || clientId == null || secret == null) {
            faults.add(prefix + "ISSUER, " + prefix + "CLIENT_ID and " + prefix + "CLIENT_SECRET go together.");
        } else if (!id.matches(ProviderReader.ID) || ProviderReader.FORBIDDEN_IDS.contains(id)) {
            faults.add(prefix + "ISSUER: the name between OIDC and ISSUER is 3 to 40 letters, digits and underscores.");
        } else if (Urls.read(issuer.strip(), !production) == null) {
            faults.add(prefix + "ISSUER is an https URL without user, query and fragment.");
        } else {
            return new OidcIssuer(
                    id,
                    forPeople(id),
                    issuer.strip(),
                    clientId.strip(),
                    Secret.of(secret.strip()),
                    hosts(prefix, issuer.strip(), variables, faults),
                    pkce(prefix, variables, faults),
                    !production && issuer.startsWith("http:"));
        }
        return null;
    }

    private static Set<HostPort> hosts(
            String prefix, String issuer, Function<String, @Nullable String> variables, List<String> faults) {
        Set<HostPort> hosts = new LinkedHashSet<>();
        hosts.add(HostPort.of(URI.create(issuer)));
        String more = variables.apply(prefix + "HOSTS");
        for (String name : more == null ? new String[0] : more.split(",", -1)) {
            URI url = name.isBlank() ? null : Urls.read("https://" + name.strip(), false);
            if (url != null && url.getRawPath().isEmpty()) {
                hosts.add(HostPort.of(url));
            } else if (!name.isBlank()) {
                faults.add(prefix + "HOSTS: \"" + name.strip() + "\" is not a host or host:port.");
            }
        }
        return hosts;
    }

    /** A document cannot switch it off (RFC 9700 section 4.8). */
    private static boolean pkce(String prefix, Function<String, @Nullable String> variables, List<String> faults) {
        String word = variables.apply(prefix + "PKCE");
        if (word == null || word.isBlank() || word.strip().equalsIgnoreCase("S256")) {
            return true;
        }
        if (!word.strip().equalsIgnoreCase("off")) {
            faults.add(prefix + "PKCE is S256 or off.");
        }
        return false;
    }

    private static String forPeople(String id) {
        return id.substring(0, 1).toUpperCase(Locale.ROOT) + id.substring(1).replace('-', ' ');
    }
}
