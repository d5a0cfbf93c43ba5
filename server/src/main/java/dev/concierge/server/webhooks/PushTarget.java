package dev.concierge.server.webhooks;

/**
 * Something at a provider that can be watched.
 *
 * @param stream which stream a push is a hint for
 * @param api the provider's API, by its name in the catalog
 * @param path what is watched, below the API's base address, percent-encoded
 */
public record PushTarget(String stream, String api, String path) {
    /** It prints no path; that may name a person. */
    @Override
    public String toString() {
        return stream;
    }
}
