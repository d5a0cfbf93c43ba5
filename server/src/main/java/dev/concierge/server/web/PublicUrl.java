package dev.concierge.server.web;

import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where people and providers reach this installation ({@code PUBLIC_URL}). Redirect URIs, links and the Host check use it, never a header of
 * the request.
 *
 * @param publicUrl scheme, host and, where it is not the scheme's own, port; no path, because the {@code __Host-} cookies are for the whole host
 */
@ConfigurationProperties("concierge")
public record PublicUrl(URI publicUrl) {
    public PublicUrl {
        String fault = fault(publicUrl);
        if (fault != null) {
            throw new IllegalArgumentException("PUBLIC_URL " + fault + ", for example https://concierge.example.org.");
        }
    }

    /** The origin (RFC 6454 section 6.1), in lower case and without the scheme's own port: {@code https://concierge.example.org}. */
    public String origin() {
        return scheme() + "://" + authority();
    }

    /** What the Host header holds (RFC 9110 section 7.2): the host, with the port where it is not the scheme's own. */
    public String authority() {
        int port = publicUrl.getPort();
        boolean own = port == -1 || port == (https() ? 443 : 80);
        return own ? host() : host() + ":" + port;
    }

    /** The host alone, in lower case; an IPv6 address keeps its brackets. */
    public String host() {
        return publicUrl.getHost().toLowerCase(Locale.ROOT);
    }

    public boolean https() {
        return scheme().equals("https");
    }

    /** The address of a path of ours, which begins with a slash. */
    public URI at(String path) {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("a path begins with a slash");
        }
        return URI.create(origin() + path);
    }

    private String scheme() {
        return publicUrl.getScheme().toLowerCase(Locale.ROOT);
    }

    private static @Nullable String fault(URI url) {
        String scheme = url.getScheme();
        if (!"https".equalsIgnoreCase(scheme) && !"http".equalsIgnoreCase(scheme)) {
            return "must begin with https:// (or http:// on one's own machine)";
        }
        if (url.getHost() == null || url.getRawUserInfo() != null) {
            return "must name a host and no user";
        }
        boolean bare = url.getRawPath().isEmpty() || url.getRawPath().equals("/");
        return bare && url.getRawQuery() == null && url.getRawFragment() == null
                ? null
                : "must have no path, query or fragment";
    }
}
