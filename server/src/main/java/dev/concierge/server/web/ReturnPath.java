package dev.concierge.server.web;

import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Where a person goes on after signing in or connecting: a path of ours, never another place (RFC 9700 section 4.11).
 *
 * @param path begins with one slash; query included, no fragment
 */
public record ReturnPath(String path) {
    /** Where somebody goes who asked for nothing else. */
    public static final ReturnPath HOME = new ReturnPath("/");

    private static final int LONGEST = 1024;

    public ReturnPath {
        if (!ours(path)) {
            throw new IllegalArgumentException("not a path of ours");
        }
    }

    /** Whether it holds a one-time secret, and so may stand in no query: logs cut paths, not queries. */
    public boolean isSecret() {
        return path.startsWith("/connect/") || path.startsWith("/link/");
    }

    /** The path that was asked for, or {@link #HOME} when there is none or it leads elsewhere. */
    public static ReturnPath of(@Nullable String asked) {
        return asked != null && ours(asked) ? new ReturnPath(asked) : HOME;
    }

    /**
     * Only printable ASCII, one leading slash, no backslash, and no second slash, backslash or control character that a browser or proxy could
     * find by decoding.
     */
    private static boolean ours(String path) {
        if (path.length() > LONGEST || !path.startsWith("/") || path.startsWith("//")) {
            return false;
        }
        if (!path.chars().allMatch(character -> character > ' ' && character < 0x7F && character != '\\')) {
            return false;
        }
        try {
            URI uri = new URI(path);
            return uri.getScheme() == null
                    && uri.getRawAuthority() == null
                    && uri.getRawFragment() == null
                    && plain(uri.getRawPath());
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static boolean plain(String rawPath) {
        return !rawPath.contains("//") && !rawPath.contains("%") && !rawPath.contains("/..") && !rawPath.contains("/.");
    }
}
