package dev.concierge.server.integrations;

import dev.concierge.server.catalog.ErrorWords;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/** Ends a trip that brought nothing. It is written down before it is thrown; {@link #problem()} is what the person is told. */
public final class TripRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Provider provider;
    private final TripRefusal refusal;
    private final @Nullable ErrorWords words;

    TripRefused(Provider provider, TripRefusal refusal, @Nullable ErrorWords words) {
        super(provider.id() + ": " + refusal.word(), null, false, false);
        this.provider = provider;
        this.refusal = refusal;
        this.words = words;
    }

    public Provider provider() {
        return provider;
    }

    public TripRefusal refusal() {
        return refusal;
    }

    /** What the provider's error means; null when it gave none, or nobody knows. */
    public @Nullable ErrorWords words() {
        return words;
    }

    public ProblemException problem() {
        return refusal.problem(provider, words);
    }
}
