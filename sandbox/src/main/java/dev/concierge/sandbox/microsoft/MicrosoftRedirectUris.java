package dev.concierge.sandbox.microsoft;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** Which redirect URIs Entra registers, and when one that comes is the same (field 12). */
final class MicrosoftRedirectUris {
    private static final int LONGEST = 256;

    private MicrosoftRedirectUris() {}

    /** To the letter; only the port of localhost does not count. */
    static boolean same(String registered, String asked) {
        return withoutLocalPort(registered).equals(withoutLocalPort(asked));
    }

    static Optional<String> problem(String text) {
        try {
            return Optional.of(sentence(text, new URI(text))).filter(problem -> !problem.isEmpty());
        } catch (URISyntaxException _) {
            return Optional.of("The redirect URI is not a URI: " + text);
        }
    }

    private static String sentence(String text, URI uri) {
        var host = uri.getHost() == null ? "" : uri.getHost();
        boolean local = host.equals("localhost");
        if (text.length() > LONGEST) {
            return "The redirect URI is longer than 256 characters.";
        }
        if (!"https".equals(uri.getScheme()) && !("http".equals(uri.getScheme()) && local)) {
            return "The redirect URI must be https, or http on localhost: " + text;
        }
        if (host.isEmpty() || host.startsWith("[")) {
            return "The redirect URI needs a host that is no IPv6 address: " + text;
        }
        boolean more = uri.getRawFragment() != null || uri.getRawUserInfo() != null || uri.getRawQuery() != null;
        return more || text.contains("*")
                ? "The redirect URI must have no query, fragment, user or wildcard: " + text
                : "";
    }

    private static String withoutLocalPort(String uri) {
        return uri.replaceFirst("^(https?://localhost):\\d{1,5}(?=/|$)", "$1");
    }
}
