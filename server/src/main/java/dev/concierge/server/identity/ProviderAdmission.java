package dev.concierge.server.identity;

import dev.concierge.server.catalog.FreshLogin;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.catalog.Quirk;
import dev.concierge.server.identity.ProviderSignIn.Returned;
import dev.concierge.server.identity.ProviderSignInOutcome.Why;
import dev.concierge.server.limits.Limiter;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.web.Role;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Lets in somebody whom a provider proved: finds or makes the account, asks the gate, begins a session. */
@Component
class ProviderAdmission {
    private final ProviderAccounts accounts;
    private final IdentityLinks links;
    private final SignUpRules rules;
    private final InvitedSignUp invited;
    private final AccountGate gate;
    private final SessionStarter starter;
    private final Sessions sessions;
    private final ProviderRefusals refusals;
    private final Limiter limiter;
    private final SignInLimits limits;
    private final SignInMeters meters;
    private final Clock clock;

    ProviderAdmission(
            ProviderAccounts accounts,
            IdentityLinks links,
            SignUpRules rules,
            InvitedSignUp invited,
            AccountGate gate,
            SessionStarter starter,
            Sessions sessions,
            ProviderRefusals refusals,
            Limiter limiter,
            SignInLimits limits,
            SignInMeters meters,
            Clock clock) {
        this.accounts = accounts;
        this.links = links;
        this.rules = rules;
        this.invited = invited;
        this.gate = gate;
        this.starter = starter;
        this.sessions = sessions;
        this.refusals = refusals;
        this.limiter = limiter;
        this.limits = limits;
        this.meters = meters;
        this.clock = clock;
    }

    ProviderSignInOutcome admit(Provider provider, UpstreamPerson person, Returned returned, String returnPath) {
        Optional<IdentityRepository.Found> found = accounts.find(person);
        return found.isPresent()
                ? known(provider, person, found.get(), returned, returnPath)
                : unknown(provider, person, returned, returnPath);
    }

    private ProviderSignInOutcome known(
            Provider provider,
            UpstreamPerson person,
            IdentityRepository.Found found,
            Returned returned,
            String returnPath) {
        ProviderSignInOutcome outcome = begin(provider, person, found.proved(), returned, returnPath);
        if (outcome instanceof ProviderSignInOutcome.Started) {
            accounts.note(found, person, returned.visitor());
        }
        return outcome;
    }

    private ProviderSignInOutcome unknown(
            Provider provider, UpstreamPerson person, Returned returned, String returnPath) {
        Visitor visitor = returned.visitor();
        if (person.proved() != null && accounts.isTaken(person.proved())) {
            return knownByNow(provider, person, returned, returnPath);
        }
        Optional<Role> invitation = Optional.ofNullable(person.proved()).flatMap(invited::roleOf);
        if (invitation.isEmpty() && !rules.allow(person.proved())) {
            return refused(provider, Why.NO_ACCOUNT, "closed", visitor);
        }
        if (person.proved() == null && provider.quirk(Quirk.EmailList.class).isPresent()) {
            return refused(provider, Why.NO_ADDRESS, "no_address", visitor);
        }
        if (!mayMakeAnother(visitor)) {
            return refused(provider, Why.THROTTLED, "throttled", visitor);
        }
        Optional<Role> taken = invitation.isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(person.proved()).flatMap(invited::take);
        if (taken.isEmpty() && !rules.allow(person.proved())) {
            // taken a moment ago: by this person in another tab, or it was taken back
            return accounts.find(person)
                    .map(found -> begin(provider, person, found.proved(), returned, returnPath))
                    .orElseGet(() -> refused(provider, Why.NO_ACCOUNT, "closed", visitor));
        }
        Optional<Account> made = accounts.create(person, taken.orElse(Role.GUEST), visitor);
        if (made.isPresent()) {
            meters.signUp(provider.id(), "made");
            return begin(provider, person, new ProvedAccount(made.get(), 0), returned, returnPath);
        }
        return knownByNow(provider, person, returned, returnPath);
    }

    /** The address has an account: this person's own, made a moment ago in another tab or at another node, or one that nobody proved. */
    private ProviderSignInOutcome knownByNow(
            Provider provider, UpstreamPerson person, Returned returned, String returnPath) {
        return accounts.find(person)
                .map(IdentityRepository.Found::proved)
                .or(() -> links.claim(person, returned.visitor()))
                .map(proved -> begin(provider, person, proved, returned, returnPath))
                .orElseGet(() -> refused(provider, Why.KNOWN_ADDRESS, "taken", returned.visitor()));
    }

    private boolean mayMakeAnother(Visitor visitor) {
        try {
            limiter.take(limits.signUps(), visitor.address().network());
            return true;
        } catch (ProblemException e) {
            if (e.type() == ProblemType.TOO_MANY_REQUESTS) {
                return false;
            }
            throw e;
        }
    }

    private ProviderSignInOutcome refused(Provider provider, Why why, String reason, Visitor visitor) {
        meters.signUp(provider.id(), reason);
        return refusals.stop(provider, why, "sign_up_" + reason, visitor);
    }

    private ProviderSignInOutcome begin(
            Provider provider, UpstreamPerson person, ProvedAccount proved, Returned returned, String returnPath) {
        return gate.isOpen(proved.account())
                ? session(provider, person, proved, returned, returnPath)
                : refusals.stop(provider, proved.account(), "account disabled", returned.visitor());
    }

    private ProviderSignInOutcome session(
            Provider provider, UpstreamPerson person, ProvedAccount proved, Returned returned, String returnPath) {
        if (returned.replaced() != null) {
            sessions.end(returned.replaced(), returned.replaced().sessionId(), returned.visitor());
        }
        Optional<SessionStarter.Begun> begun = starter.start(
                proved,
                new SessionStarter.Proof(Factor.PROVIDER, provenAt(provider, person)),
                provider.id(),
                returned.browser().orElseThrow(),
                returned.visitor());
        if (begun.isEmpty()) {
            return new ProviderSignInOutcome.Stopped(Why.REFUSED);
        }
        limiter.giveBack(limits.trips(), returned.visitor().address().network());
        return new ProviderSignInOutcome.Started(
                proved.account().id(), begun.get().sessionId(), begun.get().token(), returnPath);
    }

    /**
     * When the login was that the provider's word is about. One that can prove it and does not has proved nothing for what is dangerous; of the others it is the moment
     * of their word (decision 0067).
     */
    private Instant provenAt(Provider provider, UpstreamPerson person) {
        Instant loggedInAt = person.loggedInAt();
        Instant now = clock.instant();
        if (loggedInAt == null) {
            return provider.asking().signIn().freshLogin() == FreshLogin.PROVED ? Instant.EPOCH : now;
        }
        return loggedInAt.isAfter(now) ? now : loggedInAt;
    }
}
