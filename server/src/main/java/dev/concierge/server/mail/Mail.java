package dev.concierge.server.mail;

import dev.concierge.server.database.CurrentTransaction;
import dev.concierge.server.database.Ids;
import dev.concierge.server.jobs.JobKind;
import dev.concierge.server.jobs.Jobs;
import dev.concierge.server.jobs.Lane;
import dev.concierge.server.web.PublicUrl;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Writes mails, in the transaction of what they tell of: both are kept, or neither. */
@Component
public class Mail {
    /** Which mail of whom. Both may be missing in a row that is none of ours. */
    record Data(@Nullable UUID id, @Nullable UUID accountId) {}

    static final JobKind<Data> SEND = new JobKind<>("mail.send", Lane.MAIL, Data.class);

    private final MailRepository repository;
    private final LetterSeal seal;
    private final Jobs jobs;
    private final Ids ids;
    private final Clock clock;
    private final Delivery delivery;

    Mail(
            MailRepository repository,
            LetterSeal seal,
            Jobs jobs,
            Ids ids,
            Clock clock,
            MailSettings settings,
            PublicUrl publicUrl) {
        this.repository = repository;
        this.seal = seal;
        this.jobs = jobs;
        this.ids = ids;
        this.clock = clock;
        if (publicUrl.production() && settings.exposed()) {
            throw new IllegalArgumentException(
                    "SMTP_TLS=none would send mails with one-time links in the clear; use starttls or tls in production.");
        }
        this.delivery = Delivery.of(settings, publicUrl.production(), !publicUrl.secure());
    }

    /** Whether mails are sent, or shown, at all; pages say so when they are not. */
    public boolean offered() {
        return delivery != Delivery.NONE;
    }

    Delivery delivery() {
        return delivery;
    }

    /**
     * Writes a mail, to be sent after the commit. Nothing happens where mails are not {@link #offered}.
     *
     * @param accountId the account of the open transaction
     * @param kind a word for the operator, such as {@code verify}
     * @param usefulFor how long there is any use in sending it: as long as its link lives
     * @throws IllegalStateException when no transaction is open
     */
    public void put(UUID accountId, String kind, MailAddress to, Letter letter, Duration usefulFor) {
        put(ids.next(), accountId, kind, to, letter, usefulFor);
    }

    /** {@link #put} under an id of the caller's: a mail of that id is written once, however often this is called. */
    public void put(UUID id, UUID accountId, String kind, MailAddress to, Letter letter, Duration usefulFor) {
        if (!offered()) {
            return;
        }
        Instant now = clock.instant();
        repository.insert(
                CurrentTransaction.jdbc(),
                new MailRepository.Fresh(
                        id,
                        accountId,
                        kind,
                        to,
                        letter.subject(),
                        seal.seal(id, accountId, letter),
                        now,
                        now.plus(usefulFor)));
        jobs.schedule(SEND, id.toString(), new Data(id, accountId));
    }

    /** Whether a mail of this id still waits to be sent, asked in the open transaction of its account. */
    public boolean isWaiting(UUID id) {
        return repository.isQueued(CurrentTransaction.jdbc(), id);
    }

    /** Whether a mail of this id was written, asked in the open transaction of its account. */
    public boolean isWritten(UUID id) {
        return repository.find(CurrentTransaction.jdbc(), id).isPresent();
    }
}
