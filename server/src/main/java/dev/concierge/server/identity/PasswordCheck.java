package dev.concierge.server.identity;

import dev.concierge.server.database.AuthScope;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.limits.Limit;
import dev.concierge.server.limits.Limiter;
import dev.concierge.server.web.BrowserId;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Whether an address and a password belong together. Signing in and proving the password again both come here, so that guessing is slowed alike on
 * every path (J-01). The work is the same for an address without an account (J-03).
 */
@Component
class PasswordCheck {
    /** A browser counts as the account's own for this long after its last request there. */
    static final Duration BROWSER_KNOWN = Duration.ofDays(30);

    private final AccountRepository repository;
    private final Accounts accounts;
    private final PasswordHasher hasher;
    private final AccountGate gate;
    private final Limiter limiter;
    private final ManyTries tries;
    private final SignInLimits limits;
    private final AuthScope auth;
    private final FailedTries failures;
    private final Clock clock;

    PasswordCheck(
            AccountRepository repository,
            Accounts accounts,
            PasswordHasher hasher,
            AccountGate gate,
            Limiter limiter,
            ManyTries tries,
            SignInLimits limits,
            AuthScope auth,
            FailedTries failures,
            Clock clock) {
        this.repository = repository;
        this.accounts = accounts;
        this.hasher = hasher;
        this.gate = gate;
        this.limiter = limiter;
        this.tries = tries;
        this.limits = limits;
        this.auth = auth;
        this.failures = failures;
        this.clock = clock;
    }

    /** Whose counters a try is taken from, to be given back. */
    private record Taken(Limit account, String accountKey, String network) {}

    /**
     * Checks, counts and writes down.
     *
     * @return the account when they belong together and it may come in, as it was when the password was read; what else it must prove is not asked here
     * @throws dev.concierge.server.problem.ProblemException {@code too-many-requests} before anything is checked
     */
    Optional<ProvedAccount> check(Optional<EmailAddress> email, Secret typed, BrowserId browser, Visitor visitor) {
        String network = visitor.address().network();
        tries.fromNetwork(network);
        Optional<AccountRepository.Credentials> found = email.flatMap(address -> find(address, browser));
        Taken taken = takeForAccount(email, found, browser, network);
        boolean right = matches(found, typed);
        Optional<Account> admitted =
                found.map(AccountRepository.Credentials::account).filter(account -> right && gate.isOpen(account));
        if (admitted.isEmpty()) {
            Account account = found.map(AccountRepository.Credentials::account).orElse(null);
            failures.write(account, reason(found, right), visitor);
            tries.wrong(network);
            return Optional.empty();
        }
        limiter.giveBack(limits.network(), taken.network());
        limiter.giveBack(taken.account(), taken.accountKey());
        found.ifPresent(credentials -> accounts.rehashWhenDated(credentials, typed));
        return found.map(credentials -> new ProvedAccount(credentials.account(), credentials.epoch()));
    }

    private Optional<AccountRepository.Credentials> find(EmailAddress email, BrowserId browser) {
        return auth.call(jdbc -> repository.credentials(
                jdbc, email, browser.hash(), clock.instant().minus(BROWSER_KNOWN)));
    }

    private Taken takeForAccount(
            Optional<EmailAddress> email,
            Optional<AccountRepository.Credentials> found,
            BrowserId browser,
            String network) {
        boolean known = found.map(AccountRepository.Credentials::knownBrowser).orElse(false);
        String address = email.map(EmailAddress::value).orElse("none");
        Limit limit = known ? SignInLimits.KNOWN_BROWSER : SignInLimits.STRANGERS;
        String key = known ? address + " " + HexFormat.of().formatHex(browser.hash()) : address;
        UUID account = found.map(credentials -> credentials.account().id()).orElse(null);
        tries.atAccount(limit, key, account, "passwords");
        return new Taken(limit, key, network);
    }

    private boolean matches(Optional<AccountRepository.Credentials> found, Secret typed) {
        Optional<Secret> password = PasswordRules.normal(typed);
        String hash = password.isEmpty()
                ? null
                : found.map(AccountRepository.Credentials::hash).orElse(null);
        List<String> forms = auth.call(repository::passwordForms);
        return hasher.matches(password.orElse(Secret.of("")), password.isEmpty() ? Secret.of("") : typed, hash, forms);
    }

    private static String reason(Optional<AccountRepository.Credentials> found, boolean right) {
        if (found.isEmpty()) {
            return "no such account";
        }
        return right ? "account disabled" : "wrong password";
    }
}
