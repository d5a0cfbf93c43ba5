package dev.concierge.server.integrations;

import dev.concierge.server.catalog.Choice;
import dev.concierge.server.oauth.Choosable;
import dev.concierge.server.oauth.ChoosableOutcome;
import dev.concierge.server.oauth.Choosables;
import dev.concierge.server.oauth.Trouble;
import java.util.List;
import org.springframework.stereotype.Component;

/** What of an account at a provider can be connected. Asks the provider, so never inside a transaction. */
@Component
class Offers {
    /** What there is to connect. */
    sealed interface Offer {
        /** One thing, or the account itself. */
        record Settled(Upstream upstream) implements Offer {}

        /** Two or more, of which the person chooses one. */
        record Several(List<Choosable> all) implements Offer {
            public Several {
                all = List.copyOf(all);
            }
        }

        /** The account holds nothing of the kind. */
        record Nothing() implements Offer {}

        /** The permission to look was left out. */
        record Unlisted() implements Offer {}

        /** The provider refuses to tell. */
        record Refused(int status) implements Offer {}

        /** It cannot be asked now. */
        record NotNow(Trouble trouble) implements Offer {}
    }

    private final Choosables choosables;

    Offers(Choosables choosables) {
        this.choosables = choosables;
    }

    Offer of(Upstream upstream) {
        Choice choice = upstream.provider().choice();
        if (choice == null) {
            return new Offer.Settled(upstream);
        }
        if (!upstream.granted().contains(choice.scope())) {
            return new Offer.Unlisted();
        }
        return switch (choosables.list(upstream.provider(), upstream.tokens().accessToken())) {
            case ChoosableOutcome.Listed(List<Choosable> all) -> among(upstream, all);
            case ChoosableOutcome.Refused(int status) -> new Offer.Refused(status);
            case ChoosableOutcome.Unavailable(var trouble, var _) -> new Offer.NotNow(trouble);
        };
    }

    private static Offer among(Upstream upstream, List<Choosable> all) {
        return switch (all.size()) {
            case 0 -> new Offer.Nothing();
            case 1 -> new Offer.Settled(upstream.choosing(all.getFirst()));
            default -> new Offer.Several(all);
        };
    }
}
