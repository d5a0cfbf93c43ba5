package dev.concierge.server.identity;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.database.AccountScope;
import dev.concierge.server.database.Ids;
import dev.concierge.server.encryption.RandomSecrets;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.web.BrowserId;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** A program signs a person in by address and password, and gets tokens in place of a session. Checks, limits and times are those of the sign-in page. */
@Component
public class ApiSignIn {
    private final PasswordCheck check;
    private final AccountGate gate;
    private final EnrolledFactors enrolled;
    private final SecondFactors second;
    private final AccountRepository accounts;
    private final TokenFamilyRepository families;
    private final TokenFamilies living;
    private final TokenIssuer issuer;
    private final AccountScope scope;
    private final AuditTrail audit;
    private final Refusals refusals;
    private final SignInMeters meters;
    private final RandomSecrets random;
    private final TokenSettings settings;
    private final Ids ids;
    private final Clock clock;

    ApiSignIn(
            PasswordCheck check,
            AccountGate gate,
            EnrolledFactors enrolled,
            SecondFactors second,
            AccountRepository accounts,
            TokenFamilyRepository families,
            TokenFamilies living,
            TokenIssuer issuer,
            AccountScope scope,
            AuditTrail audit,
            Refusals refusals,
            SignInMeters meters,
            RandomSecrets random,
            TokenSettings settings,
            Ids ids,
            Clock clock) {
        this.check = check;
        this.gate = gate;
        this.enrolled = enrolled;
        this.second = second;
        this.accounts = accounts;
        this.families = families;
        this.living = living;
        this.issuer = issuer;
        this.scope = scope;
        this.audit = audit;
        this.refusals = refusals;
        this.meters = meters;
        this.random = random;
        this.settings = settings;
        this.ids = ids;
        this.clock = clock;
    }

    private record Begun(TokenFamily family, TokenFamilyRepository.Holder holder, RefreshToken first) {}

    /**
     * Signs in.
     *
     * @param typedEmail what is no address is answered like an unknown one
     * @param code of a second factor; null when none was sent. Where the account has none, it is not looked at
     * @param client null for a client that has no key of its own
     * @throws ProblemException {@code too-many-requests} before anything is checked
     */
    public ApiSignInOutcome withPassword(
            String typedEmail, Secret password, @Nullable Secret code, @Nullable ClientKey client, Visitor visitor) {
        Optional<ProvedAccount> proved;
        try {
            proved = check.check(EmailAddress.parse(typedEmail), password, notABrowser(client), visitor);
        } catch (ProblemException e) {
            throw throttled(e, visitor);
        }
        if (proved.isEmpty()) {
            meters.signIn(SessionStarter.PASSWORD, "refused");
            return new ApiSignInOutcome.Refused();
        }
        return admit(proved.get(), code, client, visitor);
    }

    private ApiSignInOutcome admit(
            ProvedAccount start, @Nullable Secret code, @Nullable ClientKey client, Visitor visitor) {
        Account account = start.account();
        Set<Factor> proved = EnumSet.of(Factor.PASSWORD);
        return switch (gate.admit(account, enrolled.of(account.id()), proved)) {
            case GateOutcome.Admitted _ ->
                begin(start, proved, client, visitor).map(this::begun).orElseGet(ApiSignInOutcome.Refused::new);
            case GateOutcome.Disabled _, GateOutcome.Leaving _ -> new ApiSignInOutcome.Refused();
            case GateOutcome.EnrolmentMissing _ -> new ApiSignInOutcome.EnrolmentNeeded();
            case GateOutcome.FactorMissing(Set<Factor> oneOf) when code == null -> needed(oneOf, false);
            case GateOutcome.FactorMissing(Set<Factor> oneOf) ->
                second.prove(
                                account.id(),
                                account.email(),
                                code,
                                visitor,
                                factor -> begin(start, EnumSet.of(Factor.PASSWORD, factor), client, visitor))
                        .map(this::begun)
                        .orElseGet(() -> needed(oneOf, true));
        };
    }

    private ApiSignInOutcome needed(Set<Factor> oneOf, boolean wrong) {
        meters.signIn(SessionStarter.PASSWORD, wrong ? "refused" : "halfway");
        return new ApiSignInOutcome.FactorNeeded(
                oneOf.stream().map(Factor::word).collect(Collectors.toSet()), wrong);
    }

    private ApiSignInOutcome begun(Begun begun) {
        meters.signIn(SessionStarter.PASSWORD, "started");
        return new ApiSignInOutcome.Begun(issuer.issue(begun.family(), begun.holder(), begun.first()));
    }

    private Optional<Begun> begin(
            ProvedAccount start, Set<Factor> proved, @Nullable ClientKey client, Visitor visitor) {
        Account account = start.account();
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        RefreshToken first = RefreshToken.first(ids.next(), random);
        TokenFamily family = new TokenFamily(
                first.familyId(),
                account.id(),
                null,
                proved,
                SessionStarter.PASSWORD,
                now,
                client == null ? null : client.hash(),
                first.hash(),
                first.number(),
                now,
                now.plus(settings.refreshLife()),
                null);
        return scope.call(account.id(), jdbc -> {
            Optional<TokenFamilyRepository.Holder> holder = accounts.lockEpoch(jdbc, account.id())
                    .filter(epoch -> epoch == start.epoch())
                    .flatMap(_ -> families.holder(jdbc, account.id()));
            if (holder.isPresent()) {
                living.tellIfNew(account, family, visitor);
                families.insert(jdbc, family, visitor);
                living.endBeyond(account.id());
                audit.record(
                        AuditEvent.done(account.id(), "person:" + account.id(), "token.start", "sign-in:" + family.id())
                                .with("method", family.method())
                                .from(visitor.subject(account.email())));
            }
            return holder.map(found -> new Begun(family, found, first));
        });
    }

    /** A counter of its own for each client key; nobody's browser. */
    private BrowserId notABrowser(@Nullable ClientKey client) {
        return BrowserId.ofHash(
                client == null ? random.next().sha256() : client.hash().bytes());
    }

    private ProblemException throttled(ProblemException problem, Visitor visitor) {
        if (problem.type() == ProblemType.TOO_MANY_REQUESTS) {
            meters.signIn(SessionStarter.PASSWORD, "throttled");
            refusals.write(
                    AuditEvent.refused(null, "anonymous", "session.start.throttled", null, "too many tries"), visitor);
        }
        return problem;
    }
}
