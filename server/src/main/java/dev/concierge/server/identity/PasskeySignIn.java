package dev.concierge.server.identity;

import dev.concierge.server.database.CurrentTransaction;
import dev.concierge.server.limits.NodeLimiter;
import dev.concierge.server.web.BrowserId;
import dev.concierge.server.web.Caller;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Signing in by a passkey alone, without saying a name. The device asked for a fingerprint, a face or a PIN, so it counts as two factors. */
@Component
public class PasskeySignIn {
    private final RelyingParty party;
    private final PasskeyCheck check;
    private final AccountRepository accounts;
    private final SessionStarter starter;
    private final Sessions sessions;
    private final NodeLimiter limiter;
    private final SignInLimits limits;
    private final SignInMeters meters;

    PasskeySignIn(
            RelyingParty party,
            PasskeyCheck check,
            AccountRepository accounts,
            SessionStarter starter,
            Sessions sessions,
            NodeLimiter limiter,
            SignInLimits limits,
            SignInMeters meters) {
        this.party = party;
        this.check = check;
        this.accounts = accounts;
        this.starter = starter;
        this.sessions = sessions;
        this.limiter = limiter;
        this.limits = limits;
        this.meters = meters;
    }

    /** Whether this installation can have passkeys at all. */
    public boolean offered() {
        return party.offered();
    }

    /**
     * What a browser asks its passkeys; the same for everybody.
     *
     * @throws dev.concierge.server.problem.ProblemException {@code too-many-requests}
     */
    public PasskeyOptions.Request begin(BrowserId browser, Visitor visitor) {
        limiter.take(limits.challenges(), visitor.address().network());
        return check.begin(browser, null);
    }

    /**
     * Signs in. A session that this browser had is ended, whoever's it was.
     *
     * @param answer what the browser said, as JSON
     * @param replaced who is signed in in this browser now; null for nobody
     * @return empty when the answer is refused, for whatever reason
     * @throws dev.concierge.server.problem.ProblemException {@code too-many-requests}
     */
    public Optional<SignInOutcome.Started> enter(
            String answer, BrowserId browser, Caller.@Nullable Person replaced, Visitor visitor) {
        Optional<ProvedAccount> proved =
                check.prove(new PasskeyCheck.Answer(answer, browser, null, visitor), this::proved);
        if (proved.isPresent() && replaced != null) {
            sessions.end(replaced, replaced.sessionId(), visitor);
        }
        Optional<SignInOutcome.Started> started = proved.flatMap(
                        one -> starter.start(one, Factor.PASSKEY, SessionStarter.PASSKEY, browser, visitor))
                .map(begun -> new SignInOutcome.Started(
                        proved.orElseThrow().account().id(), begun.sessionId(), begun.token()));
        meters.signIn(SessionStarter.PASSKEY, started.isPresent() ? "started" : "refused");
        return started;
    }

    /** In the transaction that wrote the passkey's use down: whoever ends passkeys waits for it. */
    private Optional<ProvedAccount> proved(Account account) {
        return accounts.lockEpoch(CurrentTransaction.jdbc(), account.id())
                .map(epoch -> new ProvedAccount(account, epoch));
    }
}
