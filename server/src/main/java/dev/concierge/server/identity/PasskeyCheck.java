package dev.concierge.server.identity;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.database.AccountScope;
import dev.concierge.server.database.AuthScope;
import dev.concierge.server.limits.Limiter;
import dev.concierge.server.web.BrowserId;
import dev.concierge.server.web.Caller;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Whether an answer is one of a passkey that opens an account. Every way that takes answers comes here (J-10): the challenge is taken first, in the
 * browser and session that began; then the passkey is found, the account's gate asked, the answer checked, and what it counts written down.
 */
@Component
class PasskeyCheck {
    private final RelyingParty party;
    private final PasskeyChallenges challenges;
    private final PasskeyRepository repository;
    private final AccountGate gate;
    private final FactorNews news;
    private final Limiter limiter;
    private final ManyTries tries;
    private final SignInLimits limits;
    private final AccountScope scope;
    private final AuthScope auth;
    private final AuditTrail audit;
    private final Refusals refusals;
    private final Clock clock;

    PasskeyCheck(
            RelyingParty party,
            PasskeyChallenges challenges,
            PasskeyRepository repository,
            AccountGate gate,
            FactorNews news,
            Limiter limiter,
            ManyTries tries,
            SignInLimits limits,
            AccountScope scope,
            AuthScope auth,
            AuditTrail audit,
            Refusals refusals,
            Clock clock) {
        this.party = party;
        this.challenges = challenges;
        this.repository = repository;
        this.gate = gate;
        this.news = news;
        this.limiter = limiter;
        this.tries = tries;
        this.limits = limits;
        this.scope = scope;
        this.auth = auth;
        this.audit = audit;
        this.refusals = refusals;
        this.clock = clock;
    }

    /**
     * An answer, and where it came from.
     *
     * @param person who is signed in there, whole or half; null for somebody who says no name
     */
    record Answer(String text, BrowserId browser, Caller.@Nullable Person person, Visitor visitor) {}

    /** What began. */
    PasskeyOptions.Request begin(BrowserId browser, Caller.@Nullable Person person) {
        byte[] challenge = challenges.make(purpose(person), browser, person == null ? null : person.sessionId());
        List<PasskeyOptions.Descriptor> allowed = person == null ? List.of() : known(person.accountId());
        return new PasskeyOptions.Request(
                PasskeyOptions.text(challenge), PasskeyChallenges.LIFE.toMillis(), party.id(), allowed, "required");
    }

    /** The account's passkeys, for a browser. */
    List<PasskeyOptions.Descriptor> known(UUID accountId) {
        return scope.call(accountId, jdbc -> repository.credentials(jdbc, accountId)).stream()
                .map(one -> new PasskeyOptions.Descriptor("public-key", one.id(), one.transports()))
                .toList();
    }

    /**
     * Takes an answer, once.
     *
     * @param then what it is for, done in the transaction that writes its use down
     * @return what {@code then} returned; empty when the answer is refused, and nothing was done
     * @throws dev.concierge.server.problem.ProblemException {@code too-many-requests} before anything is looked at
     */
    <T> Optional<T> prove(Answer answer, Function<Account, Optional<T>> then) {
        String network = answer.visitor().address().network();
        tries.fromNetwork(network);
        Optional<T> done = taken(answer).flatMap(assertion -> proved(answer, assertion, then));
        if (done.isPresent()) {
            limiter.giveBack(limits.network(), network);
        }
        return done;
    }

    private Optional<RelyingParty.Assertion> taken(Answer answer) {
        Caller.Person person = answer.person();
        Optional<RelyingParty.Assertion> assertion = party.assertion(answer.text());
        if (assertion.isEmpty()) {
            return refused(null, "passkey: not an answer", answer);
        }
        boolean taken = challenges.take(
                assertion.get().challenge().getValue(),
                purpose(person),
                answer.browser(),
                person == null ? null : person.sessionId());
        return taken ? assertion : refused(null, "passkey: challenge", answer);
    }

    private <T> Optional<T> proved(
            Answer answer, RelyingParty.Assertion assertion, Function<Account, Optional<T>> then) {
        Optional<PasskeyRepository.Claimed> found = find(assertion, answer.person());
        if (found.isEmpty()) {
            return refused(null, "passkey: unknown", answer);
        }
        PasskeyRepository.Claimed claimed = found.get();
        UUID account = claimed.account().id();
        if (!isOf(assertion, account, answer.person() == null)) {
            return refused(account, "passkey: user handle", answer);
        }
        if (!gate.isOpen(claimed.account())) {
            return refused(account, "account disabled", answer);
        }
        return switch (party.check(assertion, claimed.key())) {
            case RelyingParty.Verdict.Wrong(String reason) -> refused(account, reason, answer);
            case RelyingParty.Verdict.Cloned _ -> cloned(claimed, answer);
            case RelyingParty.Verdict.Right(StoredPasskey after) -> used(claimed, after, answer, then);
        };
    }

    private Optional<PasskeyRepository.Claimed> find(RelyingParty.Assertion assertion, Caller.@Nullable Person person) {
        return person == null
                ? auth.call(jdbc -> repository.find(jdbc, assertion.credentialId()))
                : scope.call(
                        person.accountId(),
                        jdbc -> repository.find(jdbc, person.accountId(), assertion.credentialId()));
    }

    /** WebAuthn section 7.2 step 6: the handle must fit, and must be there when nobody said a name. */
    private static boolean isOf(RelyingParty.Assertion assertion, UUID account, boolean nameless) {
        return assertion
                .userHandle()
                .map(handle -> handle.equals(PasskeyOptions.text(PasskeyOptions.handle(account))))
                .orElse(!nameless);
    }

    private <T> Optional<T> used(
            PasskeyRepository.Claimed claimed,
            StoredPasskey after,
            Answer answer,
            Function<Account, Optional<T>> then) {
        UUID account = claimed.account().id();
        Optional<Optional<T>> done = scope.call(
                account,
                jdbc -> repository.use(jdbc, claimed.id(), after, clock.instant())
                        ? Optional.of(then.apply(claimed.account()))
                        : Optional.empty());
        return done.isPresent() ? done.get() : cloned(claimed, answer);
    }

    private <T> Optional<T> cloned(PasskeyRepository.Claimed claimed, Answer answer) {
        Account account = claimed.account();
        audit.recordAlone(AuditEvent.refused(
                        account.id(),
                        "anonymous",
                        "alert.passkey_cloned",
                        "passkey:" + claimed.id(),
                        "counter went back")
                .from(answer.visitor().subject(account.email())));
        news.passkeyCloned(account.id(), account.email(), claimed.id());
        return Optional.empty();
    }

    private <T> Optional<T> refused(@Nullable UUID account, String reason, Answer answer) {
        refusals.write(
                AuditEvent.refused(
                        account, "anonymous", answer.person() == null ? "session.start" : "factor.prove", null, reason),
                answer.visitor());
        return Optional.empty();
    }

    private static PasskeyChallenges.Purpose purpose(Caller.@Nullable Person person) {
        return person == null ? PasskeyChallenges.Purpose.SIGN_IN : PasskeyChallenges.Purpose.PROVE;
    }
}
