package dev.concierge.server.identity;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.database.AccountScope;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.limits.Limiter;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Whether a code is one of the account's: of an authenticator app, or a recovery code. Every way that takes codes comes here, so that guessing is
 * counted by account over all of them (J-07). Too many wrong ones of an app lock that for a while. Recovery codes cannot be guessed and are counted by
 * network alone: whoever knows the password cannot lock the owner out of them.
 */
@Component
class SecondFactors {
    private static final Pattern DIGITS = Pattern.compile("[0-9]{" + Totp.DIGITS + "}");
    private static final Pattern SPACES = Pattern.compile("\\s+");

    private final TotpRepository totp;
    private final TotpSeal seal;
    private final RecoveryCodeRepository recovery;
    private final FactorNews news;
    private final Limiter limiter;
    private final ManyTries tries;
    private final SignInLimits limits;
    private final AccountScope scope;
    private final AuditTrail audit;
    private final Clock clock;

    SecondFactors(
            TotpRepository totp,
            TotpSeal seal,
            RecoveryCodeRepository recovery,
            FactorNews news,
            Limiter limiter,
            ManyTries tries,
            SignInLimits limits,
            AccountScope scope,
            AuditTrail audit,
            Clock clock) {
        this.totp = totp;
        this.seal = seal;
        this.recovery = recovery;
        this.news = news;
        this.limiter = limiter;
        this.tries = tries;
        this.limits = limits;
        this.scope = scope;
        this.audit = audit;
        this.clock = clock;
    }

    /** A code that fits, and how it is used up in an open transaction. */
    private record Fitting(Factor factor, Predicate<JdbcClient> take) {}

    /**
     * Takes a code, once.
     *
     * @param email the account's address, for the trail and the mails; null for one without
     * @param typed as typed: six digits, or a recovery code
     * @param then what the code is for, done in the transaction that uses it up
     * @return what {@code then} returned; empty when the code is wrong or was used, and nothing was done
     * @throws ProblemException {@code too-many-requests} before anything is checked
     */
    <T> Optional<T> prove(
            UUID accountId, @Nullable String email, Secret typed, Visitor visitor, Function<Factor, Optional<T>> then) {
        String code = SPACES.matcher(typed.reveal()).replaceAll("");
        Factor factor = DIGITS.matcher(code).matches() ? Factor.TOTP : Factor.RECOVERY_CODE;
        String network = visitor.address().network();
        take(factor, accountId, email, network, visitor);
        Optional<T> done = fitting(factor, accountId, code).flatMap(fitting -> used(fitting, accountId, email, then));
        if (done.isEmpty()) {
            audit.recordAlone(AuditEvent.refused(accountId, "anonymous", "factor.prove", null, "wrong code")
                    .with("factor", factor.word())
                    .from(visitor.subject(email)));
            return Optional.empty();
        }
        limiter.giveBack(limits.network(), network);
        if (factor == Factor.TOTP) {
            limiter.giveBack(SignInLimits.CODES, accountId.toString());
        }
        return done;
    }

    private void take(Factor factor, UUID accountId, @Nullable String email, String network, Visitor visitor) {
        tries.fromNetwork(network);
        if (factor != Factor.TOTP) {
            return;
        }
        try {
            tries.atAccount(SignInLimits.CODES, accountId.toString(), accountId, "codes");
        } catch (ProblemException e) {
            if (e.type() == ProblemType.TOO_MANY_REQUESTS) {
                news.tooManyTries(accountId, email, visitor);
            }
            throw e;
        }
    }

    private Optional<Fitting> fitting(Factor factor, UUID accountId, String code) {
        if (factor == Factor.TOTP) {
            List<TotpRepository.Row> rows = scope.call(accountId, jdbc -> totp.confirmed(jdbc, accountId));
            return rows.stream().flatMap(row -> fits(row, code).stream()).findFirst();
        }
        return RecoveryCode.parse(code)
                .map(typed -> new Fitting(factor, jdbc -> recovery.take(jdbc, accountId, typed, clock.instant())));
    }

    private Optional<Fitting> fits(TotpRepository.Row row, String code) {
        return seal.open(row).flatMap(seed -> {
            OptionalLong step = Totp.matching(seed.value(), code, clock.instant());
            return step.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Fitting(
                            Factor.TOTP, jdbc -> totp.accept(jdbc, row.id(), step.getAsLong(), clock.instant())));
        });
    }

    private <T> Optional<T> used(
            Fitting fitting, UUID accountId, @Nullable String email, Function<Factor, Optional<T>> then) {
        return scope.call(accountId, jdbc -> {
            if (!fitting.take().test(jdbc)) {
                return Optional.empty();
            }
            if (fitting.factor() == Factor.RECOVERY_CODE) {
                news.recoveryCodeUsed(accountId, email, recovery.left(jdbc, accountId));
            }
            return then.apply(fitting.factor());
        });
    }
}
