package dev.concierge.server.sync;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Optional;

/** Links that a provider gives, such as that of a next page: which of them may be followed. */
final class Links {
    private Links() {}

    /**
     * What stands below an address: the link must be a URI (RFC 3986) that begins with it, and no segment of its path may lead up again, encoded
     * or not, because a server may take the encoding off first.
     *
     * @return path and query below the address, beginning with a slash; empty for any other link
     */
    static Optional<String> below(String address, String link) {
        String base = address + "/";
        return link.startsWith(base) && staysInside(link)
                ? Optional.of(link.substring(base.length() - 1))
                : Optional.empty();
    }

    private static boolean staysInside(String link) {
        try {
            URI uri = new URI(link);
            String path = uri.getPath();
            return uri.getRawFragment() == null
                    && path.indexOf('\\') < 0
                    && Arrays.stream(path.split("/", -1))
                            .noneMatch(segment -> segment.equals(".") || segment.equals(".."));
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
