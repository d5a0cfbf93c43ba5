package dev.concierge.sandbox.dialect;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Which redirect URIs a provider registers. */
public final class RedirectUriRules {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private RedirectUriRules() {}

    /** Absolute, https or http on a loopback name, no fragment, user, wildcard or climbing path; empty: it is fine. */
    public static Optional<String> problem(String text) {
        return read(text, uri -> common(text, uri));
    }

    /** The same, and neither a raw IP address other than loopback nor a name without a public domain. */
    public static Optional<String> publicHostProblem(String text) {
        return read(text, uri -> {
            var problem = common(text, uri);
            return problem.isEmpty() ? host(text, host(uri)) : problem;
        });
    }

    private static Optional<String> read(String text, Function<URI, String> sentence) {
        try {
            return Optional.of(sentence.apply(new URI(text))).filter(problem -> !problem.isEmpty());
        } catch (URISyntaxException _) {
            return Optional.of("The redirect URI is not a URI: " + text);
        }
    }

    private static String host(String text, String host) {
        boolean loopback = LOOPBACK.contains(host);
        if (!loopback && (host.matches("[0-9.]+") || host.startsWith("["))) {
            return "The redirect URI must not name a raw IP address: " + text;
        }
        return loopback || host.contains(".") ? "" : "The redirect URI needs a public domain: " + text;
    }

    private static String common(String text, URI uri) {
        var host = host(uri);
        if (host.isEmpty()) {
            return "The redirect URI has no host: " + text;
        }
        if (!"https".equals(uri.getScheme()) && !("http".equals(uri.getScheme()) && LOOPBACK.contains(host))) {
            return "The redirect URI must be https, or http on localhost: " + text;
        }
        if (uri.getRawFragment() != null || uri.getRawUserInfo() != null || text.contains("*")) {
            return "The redirect URI must have no fragment, user or wildcard: " + text;
        }
        var path = String.valueOf(uri.getPath());
        return path.contains("/..") || path.contains("\\") ? "The redirect URI must not climb: " + text : "";
    }

    private static String host(URI uri) {
        return uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
    }
}
