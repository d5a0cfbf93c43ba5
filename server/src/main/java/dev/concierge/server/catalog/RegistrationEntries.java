package dev.concierge.server.catalog;

import dev.concierge.server.catalog.RegistrationEntry.Client;
import dev.concierge.server.catalog.RegistrationEntry.Kept;
import dev.concierge.server.catalog.RegistrationEntry.Source;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Makes the {@link RegistrationEntry} of a provider. */
@Component
class RegistrationEntries {
    private final EnvironmentRegistrations environment;
    private final StoredRegistrations stored;
    private final LayeredRegistrations layered;

    RegistrationEntries(
            EnvironmentRegistrations environment, StoredRegistrations stored, LayeredRegistrations layered) {
        this.environment = environment;
        this.stored = stored;
        this.layered = layered;
    }

    RegistrationEntry of(Provider provider) {
        return entry(provider, stored.find(provider.id()).orElse(null));
    }

    /** Read past the cache: for the answer to a change. */
    RegistrationEntry now(Provider provider) {
        return entry(provider, stored.read(provider.id()).orElse(null));
    }

    String clientIdVariable(String providerId) {
        return environment.clientIdVariable(providerId);
    }

    boolean isInEnvironment(String providerId) {
        return environment.own(providerId);
    }

    /** The client in use, whatever it is switched to. */
    Optional<Registration> inUse(Provider provider) {
        return Optional.ofNullable(of(provider).client()).flatMap(client -> client(provider, client.from()));
    }

    private Optional<Registration> client(Provider provider, String from) {
        return environment.own(from)
                ? environment.client(provider.id())
                : stored.find(from).flatMap(row -> layered.open(row, provider.id()));
    }

    private RegistrationEntry entry(Provider provider, @Nullable StoredRegistration row) {
        Client client = client(provider.id(), provider.id(), row);
        Source source = Source.HERE;
        String other = provider.setup().sharedWith();
        if (client == null && other != null) {
            client = client(provider.id(), other, stored.find(other).orElse(null));
            source = client == null ? Source.NONE : Source.SHARED;
        } else if (client == null) {
            source = Source.NONE;
        } else if (environment.own(provider.id())) {
            source = Source.ENVIRONMENT;
        }
        URI signIn = provider.asking().signIn().offered() ? environment.signInRedirectUri(provider.id()) : null;
        return new RegistrationEntry(
                provider,
                source,
                client,
                switches(provider, client),
                row == null ? null : kept(row),
                environment.redirectUri(provider.id()),
                signIn);
    }

    /** @param owner whose client it is: the provider's own, or one that it shares */
    private @Nullable Client client(String providerId, String owner, @Nullable StoredRegistration row) {
        if (environment.own(owner)) {
            return environment
                    .client(providerId)
                    .map(registration -> new Client(
                            registration.clientId(),
                            owner,
                            environment.find(providerId, Use.CONNECT).isPresent(),
                            environment.find(providerId, Use.SIGN_IN).isPresent()))
                    .orElse(null);
        }
        return row == null ? null : new Client(row.clientId(), owner, row.connects(), row.signsIn());
    }

    /** What switches the uses of a client that the environment names; empty for any other. */
    private List<String> switches(Provider provider, @Nullable Client client) {
        if (client == null || !environment.own(client.from())) {
            return List.of();
        }
        String connect = environment.switchVariable(provider.id(), Use.CONNECT);
        return provider.asking().signIn().offered()
                ? List.of(connect, environment.switchVariable(provider.id(), Use.SIGN_IN))
                : List.of(connect);
    }

    private Kept kept(StoredRegistration row) {
        return new Kept(
                row.clientId(),
                stored.secret(row).isPresent(),
                row.secretExpiresOn(),
                row.connects(),
                row.signsIn(),
                row.version(),
                row.changedAt(),
                row.changedBy());
    }
}
