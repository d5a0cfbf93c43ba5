package dev.concierge.server.sync.streams;

import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the engine must know of a stream before it asks for anything.
 *
 * @param name unique, {@code provider.api.kind}; stands in tables, metrics and the API, and never changes
 * @param title for people: "Calendar events"
 * @param kind what its records are
 * @param provider catalog id
 * @param api name of the provider's API in the catalog
 * @param oneOf scopes by canonical name, of which at least one must be granted; empty where the provider has none
 * @param every pause between two runs that went well; 1 minute to 1 day
 * @param keep how long a record is kept after its time; null for as long as the provider has it
 * @param bodies scopes of which one must be granted before a person can have it read what stands in each thing, too; empty for a stream that never does
 * @param also scopes that bring more into the same records, such as figures; asked for along with one of the others, and never waited for
 */
public record StreamDescription(
        String name,
        String title,
        Kind kind,
        String provider,
        String api,
        Set<String> oneOf,
        Duration every,
        @Nullable Duration keep,
        Set<String> bodies,
        Set<String> also) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*(\\.[a-z][a-z0-9-]*){2}");

    public static final Duration LEAST_PAUSE = Duration.ofMinutes(1);
    public static final Duration LONGEST_PAUSE = Duration.ofDays(1);

    public StreamDescription {
        oneOf = Set.copyOf(oneOf);
        bodies = Set.copyOf(bodies);
        also = Set.copyOf(also);
        if (!NAME.matcher(name).matches() || !name.startsWith(provider + ".")) {
            throw new IllegalArgumentException("a stream is named provider.api.kind, not " + name);
        }
        if (every.compareTo(LEAST_PAUSE) < 0 || every.compareTo(LONGEST_PAUSE) > 0) {
            throw new IllegalArgumentException(name + " needs a pause of a minute to a day");
        }
        if (keep != null && !keep.isPositive()) {
            throw new IllegalArgumentException(name + " keeps its records for some time, or for ever");
        }
    }

    /** A stream whose records are kept as long as the provider has them. */
    public StreamDescription(
            String name, String title, Kind kind, String provider, String api, Set<String> oneOf, Duration every) {
        this(name, title, kind, provider, api, oneOf, every, null, Set.of(), Set.of());
    }

    /** Records whose time is longer ago than that are not kept. */
    public StreamDescription keeping(Duration time) {
        return new StreamDescription(name, title, kind, provider, api, oneOf, every, time, bodies, also);
    }

    /** What stands in each thing is read where a person asks for it, and one of these scopes is granted. */
    public StreamDescription offeringBodies(Set<String> scopes) {
        return new StreamDescription(name, title, kind, provider, api, oneOf, every, keep, scopes, also);
    }

    /** Whether what was granted is enough to read what stands in each thing. */
    public boolean offersBodies(Set<String> granted) {
        return bodies.stream().anyMatch(granted::contains);
    }

    /** Brings more where these scopes are granted too. */
    public StreamDescription alsoWith(String... scopes) {
        return new StreamDescription(name, title, kind, provider, api, oneOf, every, keep, bodies, Set.of(scopes));
    }

    /** Whether what was granted is enough to run. */
    public boolean allowedBy(Set<String> granted) {
        return oneOf.isEmpty() || oneOf.stream().anyMatch(granted::contains);
    }
}
