package dev.concierge.sandbox.meta;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** Which redirect URIs Meta registers in strict mode (field 12): https, or http on localhost for an app in development. */
final class MetaRedirectUris {
    private MetaRedirectUris() {}

    static Optional<String> problem(String text) {
        try {
            var uri = new URI(text);
            boolean local = "http".equals(uri.getScheme()) && "localhost".equals(uri.getHost());
            if (uri.getHost() == null || !("https".equals(uri.getScheme()) || local)) {
                return Optional.of("The redirect URI must be https, or http on localhost: " + text);
            }
            return uri.getRawFragment() != null || uri.getRawUserInfo() != null || text.contains("*")
                    ? Optional.of("The redirect URI must have no fragment, user or wildcard: " + text)
                    : Optional.empty();
        } catch (URISyntaxException _) {
            return Optional.of("The redirect URI is not a URI: " + text);
        }
    }
}
