package dev.concierge.server.sync.streams;

import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the engine must know of a stream before it asks for anything.
 *
 * @param name unique, {@code provider.api.kind}; stands in tables, metrics and the API, and never changes
 * @param title for people: "Calendar events"
 * @param provider catalog id
 * @param api name of the provider's API in the catalog
 * @param oneOf scopes by canonical name, of which at least one must be granted
 * @param every pause between two runs that went well; 1 minute to 1 day
 */
public record StreamDescription(
        String name, String title, String provider, String api, Set<String> oneOf, Duration every) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*(\\.[a-z][a-z0-9-]*){2}");

    public StreamDescription {
        oneOf = Set.copyOf(oneOf);
        if (!NAME.matcher(name).matches() || !name.startsWith(provider + ".")) {
            throw new IllegalArgumentException("a stream is named provider.api.kind, not " + name);
        }
        if (oneOf.isEmpty() || every.compareTo(Duration.ofMinutes(1)) < 0 || every.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException(name + " needs a scope, and a pause of a minute to a day");
        }
    }

    /** Whether what was granted is enough to run. */
    public boolean allowedBy(Set<String> granted) {
        return oneOf.stream().anyMatch(granted::contains);
    }
}
