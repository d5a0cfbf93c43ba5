package dev.concierge.server.catalog;

import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/** Which URLs the catalog takes. */
final class Urls {
    private Urls() {}

    /** The URL, or null unless it is https (or http where that is allowed) with a host and without user, query and fragment. */
    static @Nullable URI read(String text, boolean plainHttp) {
        try {
            URI url = new URI(text);
            boolean scheme = "https".equals(url.getScheme()) || (plainHttp && "http".equals(url.getScheme()));
            boolean whole = url.getHost() != null
                    && url.getRawUserInfo() == null
                    && url.getRawQuery() == null
                    && url.getRawFragment() == null;
            return scheme && whole ? url : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }
}
