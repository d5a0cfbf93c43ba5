package dev.concierge.server.web;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Where people reach this installation ({@code PUBLIC_URL}). Every address we give away (redirect URIs, links) is made from it, never from a
 * request's Host header.
 */
@Component
public final class PublicUrl {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final URI origin;
    private final boolean production;

    @Autowired
    PublicUrl(WebSettings settings) {
        this(settings.publicUrl(), settings.production());
    }

    private PublicUrl(String text, boolean production) {
        this.origin = parse(text.strip(), production);
        this.production = production;
    }

    /** For tests and tools. @throws IllegalArgumentException with a sentence for the operator */
    public static PublicUrl of(String text) {
        return new PublicUrl(text, false);
    }

    /** Scheme, host and port, without a trailing slash; the default port is left out (RFC 6454 section 6.2). */
    public String origin() {
        return origin.toString();
    }

    /** The host alone, in lower case; IPv6 in brackets. */
    public String host() {
        return origin.getHost();
    }

    /** Host and port as a browser sends them in its Host header. */
    public String authority() {
        return origin.getAuthority();
    }

    /** Whether this is a production installation ({@code ENVIRONMENT}). */
    public boolean production() {
        return production;
    }

    public boolean secure() {
        return origin.getScheme().equals("https");
    }

    /**
     * An address under the origin.
     *
     * @param path begins with one slash
     */
    public URI resolve(String path) {
        if (!path.startsWith("/") || path.startsWith("//")) {
            throw new IllegalArgumentException("not a path of ours");
        }
        return URI.create(origin + path);
    }

    private static URI parse(String text, boolean production) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("PUBLIC_URL is not a URL.", e);
        }
        String host = uri.getHost();
        String scheme = uri.getScheme();
        if (host == null || scheme == null) {
            throw new IllegalArgumentException(
                    "PUBLIC_URL needs a scheme and a host, for example https://concierge.example.org.");
        }
        host = host.toLowerCase(Locale.ROOT);
        scheme = scheme.toLowerCase(Locale.ROOT);
        boolean bare = uri.getUserInfo() == null
                && uri.getQuery() == null
                && uri.getFragment() == null
                && Set.of("", "/").contains(uri.getPath());
        if (!bare) {
            throw new IllegalArgumentException(
                    "PUBLIC_URL is scheme, host and port only, without path, query or user.");
        }
        boolean plain = scheme.equals("http") && LOOPBACK.contains(host) && !production;
        if (!scheme.equals("https") && !plain) {
            throw new IllegalArgumentException(
                    "PUBLIC_URL must be https; http is for localhost outside of production only.");
        }
        boolean usual = uri.getPort() == -1 || uri.getPort() == (scheme.equals("https") ? 443 : 80);
        return URI.create(scheme + "://" + host + (usual ? "" : ":" + uri.getPort()));
    }
}
