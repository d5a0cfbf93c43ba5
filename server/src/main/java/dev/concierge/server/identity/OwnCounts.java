package dev.concierge.server.identity;

import dev.concierge.server.database.AccountScope;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** What an account has, in numbers: for the question before it is deleted, and for the receipt. */
@Component
public class OwnCounts {
    private final AccountRepository accounts;
    private final IdentityRepository identities;
    private final PasskeyRepository passkeys;
    private final ApiKeys keys;
    private final Sessions sessions;
    private final ObjectProvider<Belongings> belongings;
    private final AccountScope scope;
    private final Clock clock;

    OwnCounts(
            AccountRepository accounts,
            IdentityRepository identities,
            PasskeyRepository passkeys,
            ApiKeys keys,
            Sessions sessions,
            ObjectProvider<Belongings> belongings,
            AccountScope scope,
            Clock clock) {
        this.accounts = accounts;
        this.identities = identities;
        this.passkeys = passkeys;
        this.keys = keys;
        this.sessions = sessions;
        this.belongings = belongings;
        this.scope = scope;
        this.clock = clock;
    }

    /** What would go, what is connected first. */
    public List<Belongings.Counted> all(UUID accountId) {
        List<Belongings.Counted> all = new ArrayList<>();
        for (Belongings some : belongings) {
            all.addAll(some.counted(accountId));
        }
        all.add(waysIn(accountId));
        long living = keys.of(accountId).stream()
                .filter(key -> key.isLiving(clock.instant()))
                .count();
        all.add(new Belongings.Counted(living, "API key", "API keys"));
        all.add(new Belongings.Counted(
                sessions.of(accountId).size(), "device that is signed in", "devices that are signed in"));
        return all;
    }

    /** What goes first, for the receipt: sessions and keys ended when it was asked for. */
    List<DepartureReceipt.Line> gone(UUID accountId) {
        Belongings.Counted ways = waysIn(accountId);
        return List.of(
                new DepartureReceipt.Line("Name, address and profile", "Deleted. The address is free again."),
                new DepartureReceipt.Line(words(ways), "Deleted. Nothing opens the account any more."),
                new DepartureReceipt.Line(
                        "Devices and API keys", "They ended when the deletion was asked for, and are deleted."),
                new DepartureReceipt.Line(
                        "The audit trail",
                        "What was done stays, under a number. Addresses, devices and e-mail addresses in it are deleted."));
    }

    private Belongings.Counted waysIn(UUID id) {
        long ways = scope.call(
                id,
                jdbc -> (accounts.passwordChangedAt(jdbc, id).isPresent() ? 1L : 0L)
                        + identities.own(jdbc, id).size()
                        + passkeys.own(jdbc, id).size());
        return new Belongings.Counted(ways, "way to sign in", "ways to sign in");
    }

    /** "3 API keys". */
    public static String words(Belongings.Counted counted) {
        return String.format(Locale.ENGLISH, "%,d", counted.number()) + " "
                + (counted.number() == 1 ? counted.one() : counted.many());
    }
}
