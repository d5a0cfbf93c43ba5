package dev.concierge.server.identity;

import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Counts how an account can be signed in to, so that none of them is removed as the last one (C-11). */
@Component
class WaysIn {
    private final AccountRepository accounts;
    private final IdentityRepository identities;
    private final PasskeyRepository passkeys;
    private final AccountMail mail;

    WaysIn(AccountRepository accounts, IdentityRepository identities, PasskeyRepository passkeys, AccountMail mail) {
        this.accounts = accounts;
        this.identities = identities;
        this.passkeys = passkeys;
        this.mail = mail;
    }

    /** Those of an account, in its open transaction: a password, a link to an address where mails are sent, each provider's identity, each passkey. */
    int count(JdbcClient jdbc, Account account) {
        UUID id = account.id();
        int alone = accounts.passwordChangedAt(jdbc, id).isPresent() ? 1 : 0;
        int link = account.email() != null && mail.offered() ? 1 : 0;
        return alone
                + link
                + identities.own(jdbc, id).size()
                + passkeys.own(jdbc, id).size();
    }
}
