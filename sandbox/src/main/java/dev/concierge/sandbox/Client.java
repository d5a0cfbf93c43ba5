package dev.concierge.sandbox;

import java.util.LinkedHashSet;
import java.util.List;

/**
 * A client as it is registered at one provider.
 *
 * @param project what the provider groups clients by; also the name of the app on the consent page. At Google, what a
 *     person grants and revokes belongs to the project, not to the client
 */
public record Client(String provider, String id, String secret, String project, List<String> redirectUris) {
    public Client {
        if (provider.isBlank() || id.isBlank() || secret.isBlank() || project.isBlank()) {
            throw new IllegalArgumentException("A client needs provider, clientId, clientSecret and project.");
        }
        redirectUris = List.copyOf(redirectUris);
    }

    /** This client as one of another provider, with the redirect URIs that the other one has for it already. */
    Client registeredWith(String other, Clients clients) {
        if (other.equals(provider)) {
            return this;
        }
        var uris = new LinkedHashSet<>(
                clients.find(other, id).map(Client::redirectUris).orElse(List.of()));
        uris.addAll(redirectUris);
        return new Client(other, id, secret, project, List.copyOf(uris));
    }

    @Override
    public String toString() {
        return "Client[" + provider + " " + id + "]";
    }
}
