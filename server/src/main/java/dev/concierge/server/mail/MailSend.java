package dev.concierge.server.mail;

import dev.concierge.server.database.AccountScope;
import dev.concierge.server.encryption.UnreadableException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Sends one mail. The claim is committed before the first byte leaves, so two nodes never send one row at the same time; a node that dies between the
 * server's answer and our commit leaves the only case in which a mail goes twice, both under one Message-ID.
 */
@Component
class MailSend {
    /** How much longer than the deadline a claim is held. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    private static final Logger log = LoggerFactory.getLogger(MailSend.class);

    private final Mail mail;
    private final MailRepository repository;
    private final LetterSeal seal;
    private final SmtpPost post;
    private final AccountScope scope;
    private final MeterRegistry meters;
    private final Duration claim;
    private final Clock clock;

    MailSend(
            Mail mail,
            MailRepository repository,
            LetterSeal seal,
            SmtpPost post,
            AccountScope scope,
            MeterRegistry meters,
            MailSettings settings,
            Clock clock) {
        this.mail = mail;
        this.repository = repository;
        this.seal = seal;
        this.post = post;
        this.scope = scope;
        this.meters = meters;
        this.claim = settings.deadline().plus(MARGIN);
        this.clock = clock;
    }

    /** Not now; the job comes again. */
    static final class LaterException extends Exception {
        private static final long serialVersionUID = 1L;

        LaterException(String why) {
            super(why, null, false, false);
        }
    }

    /** @throws LaterException when it must be tried again */
    void run(@Nullable UUID id, @Nullable UUID accountId) throws LaterException, InterruptedException {
        if (id == null || accountId == null) {
            return;
        }
        Instant now = clock.instant();
        Optional<MailRepository.Row> claimed =
                scope.call(accountId, jdbc -> repository.claim(jdbc, id, now, now.plus(claim)));
        if (claimed.isPresent()) {
            send(claimed.get(), now);
        } else if (scope.call(accountId, jdbc -> repository.isQueued(jdbc, id))) {
            throw new LaterException("another node holds it");
        }
    }

    private void send(MailRepository.Row row, Instant now) throws LaterException, InterruptedException {
        if (!now.isBefore(row.giveUpAt())) {
            finish(row, "expired", null);
            return;
        }
        switch (mail.delivery()) {
            case OUTBOX -> finish(row, "kept", null);
            case NONE -> later(row, "no server");
            case SMTP -> hand(row);
        }
    }

    private void hand(MailRepository.Row row) throws LaterException, InterruptedException {
        Letter letter;
        try {
            letter = seal.open(row);
        } catch (UnreadableException e) {
            log.error("Mail {} cannot be opened and is given up", row.id(), e);
            finish(row, "refused", "unreadable");
            return;
        }
        switch (post.send(row, letter)) {
            case PostOutcome.Sent _ -> finish(row, "sent", null);
            case PostOutcome.Refused refused -> {
                log.warn("Mail {} was refused for good: {}", row.id(), refused.answer());
                finish(row, "refused", refused.answer());
            }
            case PostOutcome.Deferred deferred -> later(row, deferred.answer());
        }
    }

    private void finish(MailRepository.Row row, String state, @Nullable String answer) {
        scope.run(row.accountId(), jdbc -> repository.finish(jdbc, row, state, answer, clock.instant()));
        count(state);
    }

    private void later(MailRepository.Row row, String answer) throws LaterException {
        scope.run(row.accountId(), jdbc -> repository.release(jdbc, row, answer));
        count("deferred");
        throw new LaterException(answer);
    }

    private void count(String outcome) {
        Counter.builder("concierge.mails")
                .description("Mails handed over, kept, refused, deferred or given up")
                .tag("outcome", outcome)
                .register(meters)
                .increment();
    }
}
