package dev.concierge.sandbox.google;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Which redirect URIs Google registers (field 12). */
final class RedirectUriRules {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private RedirectUriRules() {}

    static Optional<String> problem(String text) {
        try {
            var uri = new URI(text);
            var host = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
            return Optional.of(sentence(text, uri, host)).filter(problem -> !problem.isEmpty());
        } catch (URISyntaxException _) {
            return Optional.of("The redirect URI is not a URI: " + text);
        }
    }

    private static String sentence(String text, URI uri, String host) {
        if (host.isEmpty()) {
            return "The redirect URI has no host: " + text;
        }
        boolean loopback = LOOPBACK.contains(host);
        if (!"https".equals(uri.getScheme()) && !("http".equals(uri.getScheme()) && loopback)) {
            return "The redirect URI must be https, or http on localhost: " + text;
        }
        if (!loopback && (host.matches("[0-9.]+") || host.startsWith("["))) {
            return "The redirect URI must not name a raw IP address: " + text;
        }
        if (!loopback && !host.contains(".")) {
            return "The redirect URI needs a public domain: " + text;
        }
        if (uri.getRawFragment() != null || uri.getRawUserInfo() != null || text.contains("*")) {
            return "The redirect URI must have no fragment, user or wildcard: " + text;
        }
        var path = String.valueOf(uri.getPath());
        return path.contains("/..") || path.contains("\\") ? "The redirect URI must not climb: " + text : "";
    }
}
