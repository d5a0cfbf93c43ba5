package dev.concierge.server.identity.own;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.database.AccountScope;
import dev.concierge.server.database.Ids;
import dev.concierge.server.identity.Account;
import dev.concierge.server.identity.Accounts;
import dev.concierge.server.identity.OwnNews;
import dev.concierge.server.identity.Visitor;
import dev.concierge.server.jobs.JobKind;
import dev.concierge.server.jobs.Jobs;
import dev.concierge.server.jobs.Lane;
import dev.concierge.server.limits.Limit;
import dev.concierge.server.limits.Limiter;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.web.Caller;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Copies of people's own data: asked for, made by a job, sealed, kept for a day, read by their person alone. Each account has one at a time. A run that was
 * stopped leaves pieces that nobody reads; the next begins again.
 */
@Component
public class Exports {
    /** How long a copy can be saved once it is ready. */
    public static final Duration KEPT = Duration.ofHours(24);

    /** Each reads everything that an account has: five at once, and one more when a fifth of a day is over. */
    private static final Limit A_DAY =
            new Limit("export account", 5, Duration.ofDays(1).dividedBy(5));

    /** Whose and which. Both may be missing in a row that is none of ours. */
    record Data(@Nullable UUID accountId, @Nullable UUID exportId) {}

    static final JobKind<Data> MAKE =
            new JobKind<>("identity.export", Lane.FILE, Data.class).movedFrom(Lane.MAINTENANCE);

    private final ExportRepository repository;
    private final ExportChunks chunks;
    private final ExportZip zip;
    private final Accounts accounts;
    private final OwnNews news;
    private final Limiter limiter;
    private final AccountScope scope;
    private final Jobs jobs;
    private final AuditTrail audit;
    private final Ids ids;
    private final Clock clock;

    Exports(
            ExportRepository repository,
            ExportChunks chunks,
            ExportZip zip,
            Accounts accounts,
            OwnNews news,
            Limiter limiter,
            AccountScope scope,
            Jobs jobs,
            AuditTrail audit,
            Ids ids,
            Clock clock) {
        this.repository = repository;
        this.chunks = chunks;
        this.zip = zip;
        this.accounts = accounts;
        this.news = news;
        this.limiter = limiter;
        this.scope = scope;
        this.jobs = jobs;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
    }

    /** The person's, made or being made; empty when there is none. */
    public Optional<Export> of(Caller.Person person) {
        return scope.call(person.accountId(), jdbc -> repository.current(jdbc, person.accountId(), clock.instant()));
    }

    /**
     * Asks for one, or joins the one that is being made. That something fresh was proved is the caller's to ask first.
     *
     * @throws ProblemException {@code too-many-requests} when as many were begun as a day has; joining is free
     */
    public Export ask(Caller.Person person, Visitor visitor) {
        Optional<Export> underWay = of(person).filter(export -> !export.isReady());
        return underWay.orElseGet(() -> begin(person, visitor));
    }

    private Export begin(Caller.Person person, Visitor visitor) {
        UUID account = person.accountId();
        count(account);
        UUID id = ids.next();
        Instant now = clock.instant();
        return scope.call(account, jdbc -> {
            if (repository.ask(jdbc, id, account, now, now.plus(KEPT))) {
                jobs.schedule(MAKE, id.toString(), new Data(account, id));
                audit.record(event(person, "export.ask", id, visitor));
            }
            return repository
                    .current(jdbc, account, now)
                    .orElseThrow(() -> new IllegalStateException("an export that was begun is not there"));
        });
    }

    private void count(UUID account) {
        try {
            limiter.take(A_DAY, account.toString());
        } catch (ProblemException e) {
            Duration wait = e.retryAfter();
            if (e.type() != ProblemType.TOO_MANY_REQUESTS || wait == null) {
                throw e;
            }
            throw new ProblemException(
                            ProblemType.TOO_MANY_REQUESTS,
                            "Five copies a day are made of what an account has, and these were. What is there stays.",
                            e)
                    .retryAfter(wait);
        }
    }

    /** Makes it, if it is still wanted. */
    void make(Data data) throws IOException {
        UUID account = data.accountId();
        UUID id = data.exportId();
        if (account == null || id == null) {
            return;
        }
        if (accounts.find(account).filter(Account::active).isEmpty()) {
            scope.run(account, jdbc -> repository.delete(jdbc, id));
            return;
        }
        Optional<Integer> attempt = scope.call(account, jdbc -> repository.attempt(jdbc, id));
        if (attempt.isEmpty()) {
            return;
        }
        try {
            ExportChunks.Sink sink = chunks.sink(new ExportChunks.Target(account, id, attempt.get()));
            try (sink) {
                zip.write(account, sink);
            }
            finish(account, id, attempt.get(), sink.written());
        } catch (ExportChunks.SupersededException e) {
            // another run makes it, or nobody wants it any more
        }
    }

    private void finish(UUID account, UUID id, int attempt, long bytes) {
        Instant now = clock.instant();
        scope.run(account, jdbc -> {
            if (repository.finish(jdbc, id, attempt, bytes, now, now.plus(KEPT))) {
                news.exportReady(id, account);
                audit.record(AuditEvent.done(account, "system", "export.ready", "export:" + id)
                        .with("bytes", Long.toString(bytes)));
            }
        });
    }

    /**
     * One that can be saved, written into the trail as saved. That something fresh was proved is the caller's to ask first.
     *
     * @throws ProblemException {@code not-found} when there is none of that id of theirs, or it is over
     */
    public Export take(Caller.Person person, UUID id, Visitor visitor) {
        return scope.call(person.accountId(), jdbc -> {
            Export export = repository
                    .ready(jdbc, id, clock.instant())
                    .orElseThrow(() -> new ProblemException(
                            ProblemType.NOT_FOUND, "It is deleted already, or it is not yours. Ask for a new one."));
            audit.record(event(person, "export.download", id, visitor));
            return export;
        });
    }

    /** Writes the file, a piece in memory at a time. */
    public void copy(Caller.Person person, Export export, OutputStream to) throws IOException {
        chunks.copy(person.accountId(), export.id(), to);
    }

    private static AuditEvent event(Caller.Person person, String action, UUID id, Visitor visitor) {
        return AuditEvent.done(person.accountId(), person.actor(), action, "export:" + id)
                .from(visitor.subject(person.email()));
    }
}
