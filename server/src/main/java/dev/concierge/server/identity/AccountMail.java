package dev.concierge.server.identity;

import dev.concierge.server.mail.Letter;
import dev.concierge.server.mail.Mail;
import dev.concierge.server.mail.MailAddress;
import java.time.Duration;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Writes this room's mails into the outbox, in the open transaction of the account. */
@Component
class AccountMail {
    /** How long there is any use in telling somebody what was done. */
    private static final Duration NEWS = Duration.ofDays(3);

    private final Mail mail;

    AccountMail(Mail mail) {
        this.mail = mail;
    }

    boolean offered() {
        return mail.offered();
    }

    /** A mail with a link: of no use once that is over. */
    void link(UUID accountId, LinkPurpose purpose, EmailAddress to, Letter letter) {
        mail.put(accountId, purpose.word(), new MailAddress(to.value()), letter, purpose.life());
    }

    /** An invitation: kept with its inviter, for whoever it is sent to has no account yet. */
    void invitation(UUID inviter, EmailAddress to, Letter letter) {
        mail.put(inviter, "invitation", new MailAddress(to.value()), letter, Invitations.LIFE);
    }

    /** What was done. */
    void news(UUID accountId, String kind, EmailAddress to, Letter letter) {
        mail.put(accountId, kind, new MailAddress(to.value()), letter, NEWS);
    }

    /** A mail under an id of its own, which is written once. */
    void once(UUID id, UUID accountId, String kind, EmailAddress to, Letter letter, Duration usefulFor) {
        mail.put(id, accountId, kind, new MailAddress(to.value()), letter, usefulFor);
    }

    /** Whether the mail of an id still waits to be sent, asked in the open transaction of the account. */
    boolean isWaiting(UUID id) {
        return mail.isWaiting(id);
    }

    /** Whether the mail of an id was written, asked in the open transaction of the account. */
    boolean isWritten(UUID id) {
        return mail.isWritten(id);
    }
}
