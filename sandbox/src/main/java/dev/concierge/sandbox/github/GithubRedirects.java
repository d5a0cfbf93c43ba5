package dev.concierge.sandbox.github;

import dev.concierge.sandbox.Client;
import dev.concierge.sandbox.KnobBoard;
import dev.concierge.sandbox.Redirect;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which redirect URI belongs to an app (field 12). */
final class GithubRedirects {
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

    private final KnobBoard knobs;

    GithubRedirects(KnobBoard knobs) {
        this.knobs = knobs;
    }

    /** None given means the first registered one; a wrong one is told to the first registered one. */
    Redirect of(@Nullable String given, Client client) {
        if (client.redirectUris().isEmpty()) {
            return new Redirect.Nowhere(404, "no_callback", "The app has no callback URL.");
        }
        var first = client.redirectUris().getFirst();
        if (given == null) {
            return new Redirect.To(first);
        }
        boolean prefix = knobs.get(GithubKnobs.PREFIX_REDIRECTS);
        return client.redirectUris().contains(given)
                        || (prefix && client.redirectUris().stream().anyMatch(each -> below(each, given)))
                ? new Redirect.To(given)
                : new Redirect.Mismatch(
                        first,
                        "redirect_uri_mismatch",
                        "The redirect_uri MUST match the registered callback URL for this application.");
    }

    /** The old rule: the same host or one below it, the same port (any on loopback), the same path or one below it. */
    private static boolean below(String registered, String given) {
        try {
            return below(new URI(registered), new URI(given));
        } catch (URISyntaxException _) {
            return false;
        }
    }

    private static boolean below(URI registered, URI given) {
        var host = String.valueOf(registered.getHost()).toLowerCase(Locale.ROOT);
        var other = String.valueOf(given.getHost()).toLowerCase(Locale.ROOT);
        boolean loopback = LOOPBACK.contains(host) && host.equals(other);
        var path = String.valueOf(given.normalize().getPath());
        var directory = String.valueOf(registered.getPath());
        return String.valueOf(registered.getScheme()).equals(given.getScheme())
                && given.getRawUserInfo() == null
                && given.getRawFragment() == null
                && (host.equals(other) || other.endsWith("." + host))
                && (loopback || registered.getPort() == given.getPort())
                && !path.contains("..")
                && (path.equals(directory) || path.startsWith(directory.endsWith("/") ? directory : directory + "/"));
    }
}
