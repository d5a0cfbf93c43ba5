package dev.concierge.sandbox;

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

    @Override
    public String toString() {
        return "Client[" + provider + " " + id + "]";
    }
}
