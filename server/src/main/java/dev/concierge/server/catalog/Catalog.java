package dev.concierge.server.catalog;

import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Every provider this server knows: those of the files, loaded once at the start, and those that describe themselves (OpenID Connect Discovery). */
public final class Catalog {
    private static final Duration SOON = Duration.ofSeconds(5);

    private final Map<String, Provider> providers;
    private final LateProviders late;

    Catalog(Collection<Provider> providers, LateProviders late) {
        TreeMap<String, Provider> byId = new TreeMap<>();
        providers.forEach(provider -> byId.put(provider.id(), provider));
        this.providers = Collections.unmodifiableMap(byId);
        this.late = late;
    }

    /** All of them, by id, without those whose description could not be had yet. */
    public List<Provider> all() {
        TreeMap<String, Provider> all = new TreeMap<>(providers);
        late.known().forEach(provider -> all.put(provider.id(), provider));
        return new ArrayList<>(all.values());
    }

    /** By id, compared exactly; empty also while a description could not be had yet. Never waits. */
    public Optional<Provider> find(String id) {
        return Optional.ofNullable(providers.get(id)).or(() -> late.find(id));
    }

    /**
     * By id. Outside a transaction it waits a few seconds for a description that is not there yet.
     *
     * @throws ProblemException {@code not-found} when there is none, {@code provider-unavailable} when it cannot be described now
     */
    public Provider require(String id) {
        return find(id).or(() -> late.look(id)).orElseThrow(() -> missing(id));
    }

    /** The ids of the files. */
    Set<String> ids() {
        return providers.keySet();
    }

    private ProblemException missing(String id) {
        return late.awaited(id)
                ? new ProblemException(
                                ProblemType.PROVIDER_UNAVAILABLE,
                                "The sign-in service " + id + " has not answered yet. Try again in a moment.")
                        .retryAfter(SOON)
                : new ProblemException(ProblemType.NOT_FOUND, "No such provider in the catalog.");
    }
}
