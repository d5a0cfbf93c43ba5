package dev.concierge.server.identity;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.database.AccountScope;
import dev.concierge.server.database.Ids;
import dev.concierge.server.database.SystemScope;
import dev.concierge.server.jobs.JobKind;
import dev.concierge.server.jobs.Jobs;
import dev.concierge.server.jobs.Lane;
import dev.concierge.server.limits.Limiter;
import dev.concierge.server.mail.Letter;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.web.BrowserId;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What people who are not signed in ask mails for. Asking writes one row and one job, whoever has the address; the job looks. So neither the answer nor
 * its time tells whether there is an account (J-03).
 */
@Component
class MailRequests {
    enum Purpose {
        RESET,
        SIGN_IN,
        /** Somebody tried to make an account with an address that has one; its owner is told. */
        TAKEN;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Which request; missing in a row that is none of ours. */
    record Data(@Nullable UUID id) {}

    static final JobKind<Data> ANSWER = new JobKind<>("identity.answer-request", Lane.MAIL, Data.class);

    private static final Duration NEWS = Duration.ofDays(1);

    private final MailRequestRepository repository;
    private final AccountRepository accounts;
    private final AccountGate gate;
    private final EmailLinks links;
    private final AccountMail mail;
    private final AccountLetters letters;
    private final AccountScope scope;
    private final SystemScope system;
    private final Jobs jobs;
    private final Limiter limiter;
    private final SignInLimits limits;
    private final AuditTrail audit;
    private final Ids ids;
    private final Clock clock;

    MailRequests(
            MailRequestRepository repository,
            AccountRepository accounts,
            AccountGate gate,
            EmailLinks links,
            AccountMail mail,
            AccountLetters letters,
            AccountScope scope,
            SystemScope system,
            Jobs jobs,
            Limiter limiter,
            SignInLimits limits,
            AuditTrail audit,
            Ids ids,
            Clock clock) {
        this.repository = repository;
        this.accounts = accounts;
        this.gate = gate;
        this.links = links;
        this.mail = mail;
        this.letters = letters;
        this.scope = scope;
        this.system = system;
        this.jobs = jobs;
        this.limiter = limiter;
        this.limits = limits;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Asks for a mail to an address, within the limits of the network and of the address.
     *
     * @return false when the text is not one address
     * @throws ProblemException {@code too-many-requests}
     */
    boolean ask(Purpose purpose, String typedEmail, @Nullable BrowserId browser, Visitor visitor) {
        Optional<EmailAddress> email = EmailAddress.parse(typedEmail);
        if (email.isEmpty()) {
            return false;
        }
        limiter.take(limits.mailNetwork(), visitor.address().network());
        limiter.take(limits.mails(purpose.word()), email.get().value());
        put(purpose, email.get(), browser);
        return true;
    }

    /** Asks for a mail, whose limits the caller has looked at. Nothing happens where no mail is sent. */
    void put(Purpose purpose, EmailAddress email, @Nullable BrowserId browser) {
        if (!mail.offered()) {
            return;
        }
        UUID id = ids.next();
        system.run(jdbc -> {
            repository.insert(jdbc, new MailRequestRepository.Row(id, purpose, email, browser), clock.instant());
            jobs.schedule(ANSWER, id.toString(), new Data(id));
        });
    }

    /** The job's work. Repeated after a crash it writes no second mail, for the mail goes by the request's id. */
    void answer(@Nullable UUID id) {
        Optional<MailRequestRepository.Row> request =
                id == null ? Optional.empty() : system.call(jdbc -> repository.find(jdbc, id));
        if (request.isEmpty()) {
            return;
        }
        system.call(jdbc -> accounts.findByEmail(jdbc, request.get().email()))
                .filter(gate::isOpen)
                .filter(_ -> withinLimits(request.get()))
                .ifPresent(account -> scope.run(account.id(), jdbc -> write(jdbc, account, request.get())));
        system.run(jdbc -> repository.delete(jdbc, request.get().id()));
    }

    /** Sign-ups come from any network; what they make us send to one address has a limit of its own. */
    private boolean withinLimits(MailRequestRepository.Row request) {
        if (request.purpose() != Purpose.TAKEN) {
            return true;
        }
        try {
            limiter.take(limits.mails(Purpose.TAKEN.word()), request.email().value());
            return true;
        } catch (ProblemException e) {
            if (e.type() == ProblemType.TOO_MANY_REQUESTS) {
                return false;
            }
            throw e;
        }
    }

    private void write(JdbcClient jdbc, Account account, MailRequestRepository.Row request) {
        if (!accounts.lock(jdbc, account.id()) || mail.isWritten(request.id())) {
            return;
        }
        EmailAddress email = request.email();
        Letter letter = switch (request.purpose()) {
            case RESET ->
                letters.reset(links.make(
                        account.id(), LinkPurpose.RESET, email, EmailLinks.Bound.NOT, "Choose a new password"));
            case SIGN_IN ->
                letters.signIn(links.make(
                        account.id(),
                        LinkPurpose.SIGN_IN,
                        email,
                        new EmailLinks.Bound(request.browser(), null),
                        "Sign in"));
            case TAKEN -> letters.taken();
        };
        mail.once(request.id(), account.id(), request.purpose().word(), email, letter, usefulFor(request.purpose()));
        audit.record(AuditEvent.done(account.id(), "anonymous", "mail.ask", "account:" + account.id())
                .with("kind", request.purpose().word()));
    }

    private static Duration usefulFor(Purpose purpose) {
        return switch (purpose) {
            case RESET -> LinkPurpose.RESET.life();
            case SIGN_IN -> LinkPurpose.SIGN_IN.life();
            case TAKEN -> NEWS;
        };
    }
}
