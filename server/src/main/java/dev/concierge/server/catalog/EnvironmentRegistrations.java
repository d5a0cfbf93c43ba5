package dev.concierge.server.catalog;

import dev.concierge.server.encryption.Secret;
import dev.concierge.server.web.PublicUrl;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Registrations from {@code {ID}_CLIENT_ID}, {@code {ID}_CLIENT_SECRET} and {@code {ID}_REDIRECT_URI}, where {@code {ID}} is the provider's id in
 * upper case with {@code _} for {@code -}. A provider without any may share another's, where the catalog says so.
 */
final class EnvironmentRegistrations implements Registrations {
    static final Pattern PRINTABLE = Pattern.compile("[\\x21-\\x7e]{1,512}");
    static final Pattern PLACEHOLDER =
            Pattern.compile("(?i).*(changeme|change-me|your[-_]?client|placeholder|example|todo|xxxx).*");

    private final Map<String, Registration> registrations;
    private final Map<String, URI> redirects;
    private final EnvironmentSwitches switches;
    private final PublicUrl publicUrl;

    private EnvironmentRegistrations(
            Map<String, Registration> registrations,
            Map<String, URI> redirects,
            EnvironmentSwitches switches,
            PublicUrl publicUrl) {
        this.registrations = registrations;
        this.redirects = redirects;
        this.switches = switches;
        this.publicUrl = publicUrl;
    }

    /**
     * Reads them all.
     *
     * @param variables the value of an environment variable, or null
     * @throws IllegalArgumentException with one line for each fault
     */
    static EnvironmentRegistrations read(
            Collection<Provider> providers,
            List<OidcIssuer> issuers,
            Function<String, @Nullable String> variables,
            PublicUrl publicUrl,
            boolean production) {
        Map<String, Registration> found = new TreeMap<>();
        Map<String, URI> redirects = new TreeMap<>();
        List<String> faults = new ArrayList<>();
        for (Provider provider : providers) {
            Reading reading = new Reading(provider, variables, publicUrl, production, faults);
            URI redirect = reading.redirect();
            redirects.put(provider.id(), redirect);
            reading.registration(redirect).ifPresent(registration -> found.put(provider.id(), registration));
        }
        for (Provider provider : providers) {
            String other = provider.setup().sharedWith();
            Registration shared = other == null ? null : found.get(other);
            if (shared != null && !found.containsKey(provider.id())) {
                found.put(provider.id(), sharing(shared, provider.id(), redirects));
            }
        }
        for (OidcIssuer issuer : issuers) {
            URI redirect = publicUrl.resolve("/api/v1/oauth/" + issuer.id() + "/callback");
            redirects.put(issuer.id(), redirect);
            found.put(
                    issuer.id(),
                    new Registration(issuer.id(), issuer.id(), issuer.clientId(), issuer.clientSecret(), redirect));
        }
        EnvironmentSwitches switches = EnvironmentSwitches.read(providers, issuers, found.keySet(), variables, faults);
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", faults));
        }
        return new EnvironmentRegistrations(
                Collections.unmodifiableMap(found), Collections.unmodifiableMap(redirects), switches, publicUrl);
    }

    /** Another provider's client, with redirect addresses of our own; grants are refreshed by that client, so they store its id. */
    private static Registration sharing(Registration other, String providerId, Map<String, URI> redirects) {
        return new Registration(
                other.id(),
                providerId,
                other.clientId(),
                other.clientSecret(),
                Objects.requireNonNull(redirects.get(providerId)));
    }

    @Override
    public Optional<Registration> find(String providerId, Use use) {
        return client(providerId).filter(client -> switches.allows(providerId, client.id(), use));
    }

    /** A provider's client, its own or one that it shares, whatever it is switched to. */
    Optional<Registration> client(String providerId) {
        return Optional.ofNullable(registrations.get(providerId));
    }

    @Override
    public boolean isInTesting(String registrationId) {
        return switches.isInTesting(registrationId);
    }

    /** The variable that switches a use of a provider's client. */
    String switchVariable(String providerId, Use use) {
        return switches.variable(providerId, use);
    }

    /** Whether the environment names a client of this provider's own, not one that it shares. */
    boolean own(String providerId) {
        Registration registration = registrations.get(providerId);
        return registration != null && registration.id().equals(providerId);
    }

    /** Where the provider sends people back after connecting, with or without a client here. */
    URI redirectUri(String providerId) {
        URI redirect = redirects.get(providerId);
        return redirect == null ? publicUrl.resolve("/api/v1/oauth/" + providerId + "/callback") : redirect;
    }

    /** The variable that holds a provider's client id. */
    String clientIdVariable(String providerId) {
        return switches.variable(providerId, "CLIENT_ID");
    }

    @Override
    public Optional<Registration> byId(String registrationId) {
        return registrations.values().stream()
                .filter(registration -> registration.id().equals(registrationId))
                .min(Comparator.comparing(
                        registration -> !registration.providerId().equals(registrationId)));
    }

    @Override
    public URI signInRedirectUri(String providerId) {
        return publicUrl.resolve("/auth/callback/" + providerId);
    }

    /** The variables of one provider. */
    private record Reading(
            Provider provider,
            Function<String, @Nullable String> variables,
            PublicUrl publicUrl,
            boolean production,
            List<String> faults) {

        Optional<Registration> registration(URI redirect) {
            String id = value("CLIENT_ID");
            String secret = value("CLIENT_SECRET");
            if (id == null && secret == null) {
                return Optional.empty();
            }
            if (id == null || secret == null) {
                faults.add(name("CLIENT_ID") + " and " + name("CLIENT_SECRET") + " go together; one is missing.");
                return Optional.empty();
            }
            check("CLIENT_ID", id);
            check("CLIENT_SECRET", secret);
            return Optional.of(new Registration(provider.id(), provider.id(), id, Secret.of(secret), redirect));
        }

        URI redirect() {
            String redirect = value("REDIRECT_URI");
            return redirect == null ? usual() : served(redirect);
        }

        private void check(String suffix, String value) {
            if (!PRINTABLE.matcher(value).matches()) {
                faults.add(name(suffix) + " holds a blank or a character that no provider gives out.");
            } else if (production && PLACEHOLDER.matcher(value).matches()) {
                faults.add(name(suffix) + " is a placeholder.");
            }
        }

        private URI usual() {
            return publicUrl.resolve("/api/v1/oauth/" + provider.id() + "/callback");
        }

        private URI served(String redirect) {
            List<URI> served = List.of(usual(), publicUrl.resolve("/api/oauth/" + provider.id() + "/callback"));
            return served.stream()
                    .filter(uri -> uri.toString().equals(redirect))
                    .findFirst()
                    .orElseGet(() -> {
                        faults.add(name("REDIRECT_URI") + " must be " + served.getFirst() + " or " + served.getLast()
                                + ".");
                        return usual();
                    });
        }

        private @Nullable String value(String suffix) {
            String value = variables.apply(name(suffix));
            return value == null || value.isBlank() ? null : value.strip();
        }

        private String name(String suffix) {
            return provider.id().toUpperCase(Locale.ROOT).replace('-', '_') + "_" + suffix;
        }
    }
}
