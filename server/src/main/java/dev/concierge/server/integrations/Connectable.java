package dev.concierge.server.integrations;

import dev.concierge.server.oauth.Choosable;
import dev.concierge.server.vault.UpstreamSubject;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an integration is of: an account at a provider, or one thing that the account holds.
 *
 * @param account the account there
 * @param accountLabel what people know that account by; its subject where the provider names nothing better
 * @param chosen what of that account; null where it is the account itself, or nothing is chosen yet
 */
record Connectable(
        UpstreamSubject account,
        String accountLabel,
        @Nullable Choosable chosen) {

    /** One thing of the same account. */
    Connectable choosing(Choosable one) {
        return new Connectable(account, accountLabel, one);
    }

    /**
     * What it is told by: the account, and the chosen thing beside it. Every thing of one account hangs on that account's consent, so one revocation
     * at the provider can end them all.
     */
    UpstreamSubject subject() {
        return chosen == null
                ? account
                : new UpstreamSubject(
                        account.value() + "." + chosen.id(),
                        Objects.requireNonNullElse(account.consent(), account.value()));
    }

    /** The first name of an integration of it. */
    String name() {
        return chosen == null ? accountLabel : chosen.name();
    }

    /** What people know it by at the provider: the chosen thing, and whose it is where that has a name. */
    String label() {
        boolean named = !accountLabel.equals(account.value());
        return chosen == null || !named ? name() : chosen.name() + " · " + accountLabel;
    }

    /** The chosen thing's id; null where it is the account itself. */
    @Nullable
    String chosenId() {
        return chosen == null ? null : chosen.id();
    }
}
