package dev.concierge.server.catalog;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Providers whose description is not in a file but is fetched, and so may be missing for a while. */
interface LateProviders {
    /** None of them. */
    LateProviders NONE = new LateProviders() {
        @Override
        public Collection<Provider> known() {
            return List.of();
        }

        @Override
        public Optional<Provider> find(String id) {
            return Optional.empty();
        }

        @Override
        public boolean awaited(String id) {
            return false;
        }

        @Override
        public Optional<Provider> look(String id) {
            return Optional.empty();
        }
    };

    /** Those whose description is here. */
    Collection<Provider> known();

    /** One whose description is here; never fetches. */
    Optional<Provider> find(String id);

    /** Whether there is one of this id, with or without its description. */
    boolean awaited(String id);

    /** One whose description is here, or can be had now. Fetches at most every few seconds, and never inside a transaction. */
    Optional<Provider> look(String id);
}
