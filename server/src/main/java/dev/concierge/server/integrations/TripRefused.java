package dev.concierge.server.integrations;

import dev.concierge.server.catalog.ErrorWords;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.problem.ProblemException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ends a trip that brought nothing. It is written down before it is thrown; {@link #problem()} is what the person is told. */
public final class TripRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final TripRefusal refusal;
    private final transient TripRefusal.Told told;

    TripRefused(Provider provider, TripRefusal refusal, @Nullable ErrorWords words) {
        this(refusal, new TripRefusal.Told(provider, words, List.of()));
    }

    TripRefused(TripRefusal refusal, TripRefusal.Told told) {
        super(told.provider().id() + ": " + refusal.word(), null, false, false);
        this.refusal = refusal;
        this.told = told;
    }

    public TripRefusal refusal() {
        return refusal;
    }

    public TripRefusal.Told told() {
        return told;
    }

    public ProblemException problem() {
        return refusal.problem(told);
    }
}
