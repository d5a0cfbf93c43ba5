package dev.concierge.server.identity;

import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Counts how an account can be signed in to, so that none of them is removed as the last one (C-11). An identity of a provider that was switched off, or taken out of
 * the configuration, opens nothing and does not count.
 */
@Component
class WaysIn {
    private final AccountRepository accounts;
    private final IdentityRepository identities;
    private final PasskeyRepository passkeys;
    private final SignInOffer offer;

    WaysIn(AccountRepository accounts, IdentityRepository identities, PasskeyRepository passkeys, SignInOffer offer) {
        this.accounts = accounts;
        this.identities = identities;
        this.passkeys = passkeys;
        this.offer = offer;
    }

    /** Whether a passkey is the only way in of an account that has it, in its open transaction. */
    boolean isLastPasskey(JdbcClient jdbc, Account account) {
        OfferedWays offered = offer.now();
        return withoutIdentities(jdbc, account, offered) == 1
                && identities.own(jdbc, account.id()).stream().noneMatch(offered::offers);
    }

    /** Whether nothing would open an account, in its open transaction, without one of its identities. */
    boolean isLastIdentity(JdbcClient jdbc, Account account, UUID identity) {
        OfferedWays offered = offer.now();
        return withoutIdentities(jdbc, account, offered) == 0
                && identities.own(jdbc, account.id()).stream()
                        .filter(offered::offers)
                        .allMatch(one -> one.id().equals(identity));
    }

    /** A password, a link to an address where mails are sent, each passkey. */
    private int withoutIdentities(JdbcClient jdbc, Account account, OfferedWays offered) {
        UUID id = account.id();
        int password = accounts.passwordChangedAt(jdbc, id).isPresent() ? 1 : 0;
        int link = account.email() != null && offered.links() ? 1 : 0;
        return password + link + passkeys.own(jdbc, id).size();
    }
}
