package dev.concierge.server.integrations.web;

import dev.concierge.server.integrations.Receipt;
import dev.concierge.server.web.Mark;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /receipts/{id}}, template {@code integrations/receipt}: what a disconnect did, and what it could not do.
 *
 * @param id the receipt
 * @param label name of the account that was disconnected
 * @param mark the provider
 * @param upstream the account's own name at the provider, or empty
 * @param disconnectedAt when our use of it ended
 * @param outcome what became of the access at the provider
 * @param why what is behind it; null where nobody knows any more, or the outcome says it all
 * @param settledAt when the provider confirmed, or when we gave up; null while we still try
 * @param nextTryAt when we ask the provider again; null when we do not
 * @param records how many records were deleted here
 * @param byHand where the person can end the access at the provider; null when there is no such page
 * @param stopped whether an emergency stop ended it, so that it waits for new consent; a disconnect otherwise
 * @param sharedWith the person's own accounts that use the same access, for {@link Outcome#KEPT}; empty when they are somebody else's
 */
public record ReceiptView(
        UUID id,
        String label,
        Mark mark,
        String upstream,
        Instant disconnectedAt,
        Outcome outcome,
        Receipt.@Nullable Why why,
        @Nullable Instant settledAt,
        @Nullable Instant nextTryAt,
        long records,
        @Nullable URI byHand,
        List<String> sharedWith,
        boolean stopped) {
    public ReceiptView {
        sharedWith = List.copyOf(sharedWith);
        if (byHand != null && !"https".equals(byHand.getScheme()) && !"http".equals(byHand.getScheme())) {
            throw new IllegalArgumentException("the address at the provider is a web address");
        }
    }

    /** Why the person must look there, after the provider's name. */
    public String reason() {
        return reason(why).formatted(mark.name());
    }

    static String reason(Receipt.@Nullable Why why) {
        return switch (why) {
            case null -> "%s did not confirm the end.";
            case NO_ENDPOINT -> "%s has no way for us to ask.";
            case REFUSED -> "%s refused for three days.";
            case NO_ANSWER -> "%s did not answer for three days.";
            case TOKEN_ENDED -> "%s ends access only for a token that still works, and ours had ended.";
            case NO_TOKEN -> "What was kept here of %s could not be read, so there was nothing to ask with.";
            case UNCONFIRMED -> "%s took our request, but does not say whether that ends the access.";
        };
    }

    /** What became of the access at the provider. */
    public enum Outcome {
        /** The provider confirmed the end. */
        REVOKED,
        /** The provider has not answered yet; we try for 72 hours. */
        TRYING,
        /** Left as it is, because ending it would end other accounts too. */
        KEPT,
        /** We could not end it, or nobody knows whether we did: the person can look there. */
        BY_HAND
    }
}
