package dev.concierge.server.integrations;

import dev.concierge.server.catalog.Choice;
import dev.concierge.server.catalog.ErrorWords;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Why a trip to a provider brought nothing, in words of ours that a page can say again at an address without code or state. */
public enum TripRefusal {
    /** The answer belongs to no trip of this browser and session. */
    NOT_YOURS(ProblemType.FLOW_REFUSED) {
        @Override
        String detail(Told told) {
            return "This answer from " + told.provider().name()
                    + " belongs to no connection that this browser has begun in the last ten minutes, or it was used before."
                    + " Nothing was changed.";
        }
    },
    /** The provider gave an error. */
    REFUSED(ProblemType.PROVIDER_REFUSED) {
        @Override
        String detail(Told told) {
            return said(told) + " Nothing was connected; begin again.";
        }
    },
    /** The provider does not accept our client or request. */
    MISCONFIGURED(ProblemType.MISCONFIGURED) {
        @Override
        String detail(Told told) {
            return said(told) + " An administrator must look at it.";
        }
    },
    /** The ID token that came does not prove whose the tokens are. */
    UNPROVEN(ProblemType.PROVIDER_REFUSED) {
        @Override
        String detail(Told told) {
            return "What came from " + told.provider().name()
                    + " does not prove whose account it is, so it was not used. Nothing was connected; begin again, and tell an administrator"
                    + " if it stays so.";
        }
    },
    /** The provider allows more than the person's role may have. */
    ABOVE_ROLE(ProblemType.SCOPE_CEILING) {
        @Override
        String detail(Told told) {
            return told.provider().name() + " would let Concierge do more for you than your role allows"
                    + (told.scopes().isEmpty() ? "" : ": " + titles(told.scopes()))
                    + ". Nothing was connected. It was probably allowed there earlier: remove Concierge at "
                    + told.provider().name() + " and connect again.";
        }
    },
    /** The account here was disabled while the provider answered. */
    ACCOUNT_DISABLED(ProblemType.FORBIDDEN) {
        @Override
        String detail(Told told) {
            return "Your account here was switched off before the answer of "
                    + told.provider().name()
                    + " could be kept. Nothing was connected. Ask an administrator.";
        }
    },
    /** The account holds nothing of what is connected here. */
    NOTHING_TO_CHOOSE(ProblemType.NOTHING_TO_CONNECT) {
        @Override
        String detail(Told told) {
            Choice choice = told.provider().choice();
            return choice == null
                    ? REFUSED.detail(told)
                    : told.provider().name() + " showed no " + choice.one() + " of yours, so nothing was connected. "
                            + choice.none();
        }
    },
    /** The permission was left out without which nothing is listed. */
    NOT_LISTED(ProblemType.NOTHING_TO_CONNECT) {
        @Override
        String detail(Told told) {
            Choice choice = told.provider().choice();
            return choice == null
                    ? REFUSED.detail(told)
                    : "The permission “"
                            + told.provider()
                                    .scope(choice.scope())
                                    .map(Provider.Scope::title)
                                    .orElse(choice.scope())
                            + "” was left out, and without it nobody can tell which " + choice.one()
                            + " to connect. Nothing was connected; connect again and leave it ticked.";
        }
    },
    /** The provider takes no more for now: a limit of requests, tokens or units. */
    BUSY(ProblemType.PROVIDER_UNAVAILABLE) {
        @Override
        String detail(Told told) {
            return told.provider().name() + " is busy: it takes no more of our requests for now."
                    + " Nothing was connected; begin again in a while.";
        }
    },
    /** The provider gave no answer that counts. */
    NO_ANSWER(ProblemType.PROVIDER_UNAVAILABLE) {
        @Override
        String detail(Told told) {
            return told.provider().name() + " did not answer. Nothing was connected; begin again in a moment.";
        }
    };

    private static final Duration SOON = Duration.ofSeconds(15);

    private final ProblemType type;

    TripRefusal(ProblemType type) {
        this.type = type;
    }

    abstract String detail(Told told);

    /** The word in addresses. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** By {@link #word()}; empty for any other text and for none. */
    public static Optional<TripRefusal> of(@Nullable String word) {
        return Stream.of(values()).filter(one -> one.word().equals(word)).findFirst();
    }

    /**
     * What is known of a refusal.
     *
     * @param words what the provider's error means; null when it gave none, or nobody knows
     * @param scopes what it is about; empty unless it is {@link #ABOVE_ROLE}
     */
    public record Told(Provider provider, @Nullable ErrorWords words, List<Provider.Scope> scopes) {
        public Told {
            scopes = List.copyOf(scopes);
        }
    }

    /** The refusal as the problem that a page or an API answer shows. */
    public ProblemException problem(Told told) {
        ProblemException problem = new ProblemException(type, detail(told));
        return this == NO_ANSWER || this == BUSY ? problem.retryAfter(SOON) : problem;
    }

    /** Scopes by the titles that people know them by. */
    static String titles(List<Provider.Scope> scopes) {
        return scopes.stream().map(scope -> "“" + scope.title() + "”").collect(Collectors.joining(", "));
    }

    private static String said(Told told) {
        ErrorWords words = told.words();
        return words == null
                ? told.provider().name() + " did not give access."
                : words.sentence(told.provider().name());
    }
}
