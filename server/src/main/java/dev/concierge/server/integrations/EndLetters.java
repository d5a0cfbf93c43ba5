package dev.concierge.server.integrations;

import dev.concierge.server.catalog.Catalog;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.identity.Account;
import dev.concierge.server.identity.Accounts;
import dev.concierge.server.mail.Letter;
import dev.concierge.server.mail.Mail;
import dev.concierge.server.mail.MailAddress;
import dev.concierge.server.web.PublicUrl;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Tells people by mail that a connected account needs them: ahead of an end that is known, and when its access is over. Only at an address that they
 * proved, and only while they may sign in. What names the account stands on its page alone; a mail names the provider.
 */
@Component
class EndLetters {
    private static final Duration USEFUL_FOR = Duration.ofDays(3);

    private final Mail mail;
    private final Accounts accounts;
    private final Catalog catalog;
    private final PublicUrl publicUrl;

    EndLetters(Mail mail, Accounts accounts, Catalog catalog, PublicUrl publicUrl) {
        this.mail = mail;
        this.accounts = accounts;
        this.catalog = catalog;
        this.publicUrl = publicUrl;
    }

    /** Whether mails are written at all. */
    boolean offered() {
        return mail.offered();
    }

    /** Tells of an end that comes. Inside a transaction of the account. */
    void ahead(Integration integration, Instant end) {
        put(
                integration,
                "ends-soon",
                "A connected account needs you soon",
                NearEnds.sentence(nameOf(integration), end),
                "You are told once of each end. If you do not want this account here any more, you have nothing to do.");
    }

    /** Tells that the access is over, or waits for the person. Inside a transaction of the account. */
    void needed(Integration integration, @Nullable String cause) {
        String provider = nameOf(integration);
        put(
                integration,
                "needs-you",
                "A connected account needs you",
                EndedCause.sentence(cause, provider).orElse(provider + " asks you to sign in again.")
                        + " Nothing is lost, and nothing new is synced until you have seen to it.",
                "You are told once each time. If you do not want this account here any more, you have nothing to do.");
    }

    private void put(Integration integration, String kind, String heading, String sentence, String after) {
        if (!mail.offered() || !accounts.isEmailProved(integration.accountId())) {
            return;
        }
        Letter letter = new Letter(
                heading,
                heading,
                List.of(sentence),
                new Letter.Link("See this account", publicUrl.resolve("/integrations/" + integration.id())),
                List.of(after));
        accounts.find(integration.accountId())
                .filter(Account::active)
                .map(Account::email)
                .ifPresent(email -> mail.put(integration.accountId(), kind, MailAddress.of(email), letter, USEFUL_FOR));
    }

    private String nameOf(Integration integration) {
        return catalog.find(integration.provider()).map(Provider::name).orElse(integration.provider());
    }
}
