package dev.concierge.server.catalog;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an administrator needs to make our client at the provider: the set-up sheet.
 *
 * @param console where it is made; null when the file does not say
 * @param docs the provider's guide; null when the file does not say
 * @param sharedWith the provider whose registration is used when this one has none of its own; null for most
 * @param steps what to do there, one sentence each
 * @param testUsers what holds while the provider has not reviewed the client; null when nothing special
 */
public record Setup(
        @Nullable URI console,
        @Nullable URI docs,
        @Nullable String sharedWith,
        List<String> steps,
        @Nullable String testUsers) {
    /** Nothing is known. */
    public static final Setup NONE = new Setup(null, null, null, List.of(), null);

    public Setup {
        steps = List.copyOf(steps);
    }
}
