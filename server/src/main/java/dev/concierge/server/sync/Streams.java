package dev.concierge.server.sync;

import dev.concierge.server.integrations.SyncedContent.Needs;
import dev.concierge.server.sync.streams.Stream;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.stereotype.Component;

/** Every stream this release knows, by name. */
@Component
class Streams {
    private final Map<String, Stream<?>> byName = new TreeMap<>();

    Streams(List<Stream<?>> streams) {
        for (Stream<?> stream : streams) {
            if (byName.put(stream.description().name(), stream) != null) {
                throw new IllegalStateException(
                        "two streams are named " + stream.description().name());
            }
        }
    }

    Collection<Stream<?>> all() {
        return byName.values();
    }

    /** By name; empty for one that only another release knows. */
    Optional<Stream<?>> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    List<Stream<?>> of(String provider) {
        return byName.values().stream()
                .filter(stream -> stream.description().provider().equals(provider))
                .toList();
    }

    /** The providers that have streams. */
    Collection<String> providers() {
        TreeSet<String> providers = new TreeSet<>();
        byName.values().forEach(stream -> providers.add(stream.description().provider()));
        return providers;
    }

    /** What it needs at its provider; nothing when this release does not know it. */
    Needs needs(String name) {
        return find(name)
                .map(Stream::description)
                .map(stream -> new Needs(stream.oneOf(), stream.also()))
                .orElse(Needs.NONE);
    }

    /** What people call it; its name when this release does not know it. */
    String title(String name) {
        return find(name).map(stream -> stream.description().title()).orElse(name);
    }
}
