package dev.concierge.server.identity;

import dev.concierge.server.database.CurrentTransaction;
import dev.concierge.server.mail.Letter;
import dev.concierge.server.web.PublicUrl;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Tells people by mail what became of what they asked for; an account without an address is told by its page alone. */
@Component
public class OwnNews {
    private final AccountRepository accounts;
    private final AccountMail mail;
    private final AccountLetters letters;
    private final PublicUrl publicUrl;

    OwnNews(AccountRepository accounts, AccountMail mail, AccountLetters letters, PublicUrl publicUrl) {
        this.accounts = accounts;
        this.mail = mail;
        this.letters = letters;
        this.publicUrl = publicUrl;
    }

    /** A copy of their data can be saved; once for an id, in the open transaction of the account. */
    public void exportReady(UUID exportId, UUID accountId) {
        Letter.Link profile = new Letter.Link("Save it", publicUrl.resolve("/profile#data"));
        accounts.find(CurrentTransaction.jdbc(), accountId)
                .flatMap(account -> Optional.ofNullable(account.email()))
                .flatMap(EmailAddress::parse)
                .ifPresent(to -> mail.once(
                        exportId, accountId, "export", to, letters.exportReady(profile), Duration.ofHours(24)));
    }
}
