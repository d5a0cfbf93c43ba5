package dev.concierge.server.identity;

import dev.concierge.server.database.SystemScope;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Finds an account by what an administrator or operator knows of it. Whoever asks has made sure that they may. */
@Component
public class AccountFinder {
    private final AccountRepository accounts;
    private final SystemScope system;

    AccountFinder(AccountRepository accounts, SystemScope system) {
        this.accounts = accounts;
        this.system = system;
    }

    /** The account that goes by an address, however it is spelt; empty when there is none, or the text is no address. */
    public Optional<Account> byEmail(String typed) {
        return EmailAddress.parse(typed).flatMap(email -> system.call(jdbc -> accounts.findByEmail(jdbc, email)));
    }
}
