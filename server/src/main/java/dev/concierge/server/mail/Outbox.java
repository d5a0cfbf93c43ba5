package dev.concierge.server.mail;

import dev.concierge.server.database.AccountScope;
import dev.concierge.server.database.SystemScope;
import dev.concierge.server.encryption.UnreadableException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** The mails that were kept because nobody set a server up; for whoever sits at the machine of a demo. */
@Component
public class Outbox {
    private static final int MOST = 50;

    private final Mail mail;
    private final MailRepository repository;
    private final LetterSeal seal;
    private final SystemScope system;
    private final AccountScope scope;

    Outbox(Mail mail, MailRepository repository, LetterSeal seal, SystemScope system, AccountScope scope) {
        this.mail = mail;
        this.repository = repository;
        this.seal = seal;
        this.system = system;
        this.scope = scope;
    }

    /** A kept mail. */
    public record Kept(UUID id, String to, Instant at, Letter letter) {}

    /** Whether there is such a place here at all. */
    public boolean isOpen() {
        return mail.delivery() == Delivery.OUTBOX;
    }

    /** The fifty newest, the newest first. */
    public List<Kept> newest() {
        return system.call(jdbc -> repository.kept(jdbc, MOST)).stream()
                .flatMap(place -> open(place).stream())
                .toList();
    }

    /** One; empty when there is none of this id. */
    public Optional<Kept> find(UUID id) {
        return system.call(jdbc -> repository.kept(jdbc, id)).flatMap(this::open);
    }

    private Optional<Kept> open(MailRepository.Place place) {
        return scope.call(place.accountId(), jdbc -> repository.find(jdbc, place.id()))
                .flatMap(row -> {
                    try {
                        return Optional.of(new Kept(row.id(), row.to().value(), row.createdAt(), seal.open(row)));
                    } catch (UnreadableException e) {
                        return Optional.empty();
                    }
                });
    }
}
