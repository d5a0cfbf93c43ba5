package dev.concierge.server.integrations;

import dev.concierge.server.catalog.Choice;
import dev.concierge.server.catalog.ErrorWords;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Why a trip to a provider brought nothing, in words of ours that a page can say again at an address without code or state. */
public enum TripRefusal {
    /** The answer belongs to no trip of this browser and session. */
    NOT_YOURS(ProblemType.FLOW_REFUSED) {
        @Override
        String detail(Provider provider, @Nullable ErrorWords words) {
            return "This answer from " + provider.name()
                    + " belongs to no connection that this browser has begun in the last ten minutes, or it was used before."
                    + " Nothing was changed.";
        }
    },
    /** The provider gave an error. */
    REFUSED(ProblemType.PROVIDER_REFUSED) {
        @Override
        String detail(Provider provider, @Nullable ErrorWords words) {
            return said(provider, words) + " Nothing was connected; begin again.";
        }
    },
    /** The provider does not accept our client or request. */
    MISCONFIGURED(ProblemType.MISCONFIGURED) {
        @Override
        String detail(Provider provider, @Nullable ErrorWords words) {
            return said(provider, words) + " An administrator must look at it.";
        }
    },
    /** The account holds nothing of what is connected here. */
    NOTHING_TO_CHOOSE(ProblemType.NOTHING_TO_CONNECT) {
        @Override
        String detail(Provider provider, @Nullable ErrorWords words) {
            Choice choice = provider.choice();
            return choice == null
                    ? REFUSED.detail(provider, words)
                    : provider.name() + " showed no " + choice.one() + " of yours, so nothing was connected. "
                            + choice.none();
        }
    },
    /** The permission was left out without which nothing is listed. */
    NOT_LISTED(ProblemType.NOTHING_TO_CONNECT) {
        @Override
        String detail(Provider provider, @Nullable ErrorWords words) {
            Choice choice = provider.choice();
            return choice == null
                    ? REFUSED.detail(provider, words)
                    : "The permission “"
                            + provider.scope(choice.scope())
                                    .map(Provider.Scope::title)
                                    .orElse(choice.scope())
                            + "” was left out, and without it nobody can tell which " + choice.one()
                            + " to connect. Nothing was connected; connect again and leave it ticked.";
        }
    },
    /** The provider gave no answer that counts. */
    NO_ANSWER(ProblemType.PROVIDER_UNAVAILABLE) {
        @Override
        String detail(Provider provider, @Nullable ErrorWords words) {
            return provider.name() + " did not answer. Nothing was connected; begin again in a moment.";
        }
    };

    private static final Duration SOON = Duration.ofSeconds(15);

    private final ProblemType type;

    TripRefusal(ProblemType type) {
        this.type = type;
    }

    abstract String detail(Provider provider, @Nullable ErrorWords words);

    /** The word in addresses. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** By {@link #word()}; empty for any other text and for none. */
    public static Optional<TripRefusal> of(@Nullable String word) {
        return Stream.of(values()).filter(one -> one.word().equals(word)).findFirst();
    }

    /**
     * The refusal as the problem that a page or an API answer shows.
     *
     * @param words what the provider's error means; null when nobody knows
     */
    public ProblemException problem(Provider provider, @Nullable ErrorWords words) {
        ProblemException problem = new ProblemException(type, detail(provider, words));
        return this == NO_ANSWER ? problem.retryAfter(SOON) : problem;
    }

    private static String said(Provider provider, @Nullable ErrorWords words) {
        return words == null ? provider.name() + " did not give access." : words.sentence(provider.name());
    }
}
