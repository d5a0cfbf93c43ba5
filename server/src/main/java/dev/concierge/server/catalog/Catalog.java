package dev.concierge.server.catalog;

import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Every provider this server knows, loaded once at the start and never changed. */
public final class Catalog {
    private final Map<String, Provider> providers;

    Catalog(Collection<Provider> providers) {
        TreeMap<String, Provider> byId = new TreeMap<>();
        providers.forEach(provider -> byId.put(provider.id(), provider));
        this.providers = Collections.unmodifiableMap(byId);
    }

    /** All of them, by id. */
    public List<Provider> all() {
        return List.copyOf(providers.values());
    }

    /** By id, compared exactly. */
    public Optional<Provider> find(String id) {
        return Optional.ofNullable(providers.get(id));
    }

    /** By id. @throws ProblemException {@code not-found} when there is none */
    public Provider require(String id) {
        return find(id).orElseThrow(
                        () -> new ProblemException(ProblemType.NOT_FOUND, "No such provider in the catalog."));
    }
}
