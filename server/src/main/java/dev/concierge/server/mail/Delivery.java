package dev.concierge.server.mail;

/** What becomes of a mail here. */
enum Delivery {
    /** A server was set up. */
    SMTP,
    /** None was; this is no production and is reached on this machine only, so mails are kept and shown. */
    OUTBOX,
    /** None was, and strangers could look: no mail is written. */
    NONE;

    static Delivery of(MailSettings settings, boolean production, boolean thisMachineOnly) {
        if (settings.hasServer()) {
            return SMTP;
        }
        return !production && thisMachineOnly ? OUTBOX : NONE;
    }
}
