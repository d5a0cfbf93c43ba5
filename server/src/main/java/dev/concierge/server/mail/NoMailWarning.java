package dev.concierge.server.mail;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.stereotype.Component;

/** Tells the operator at the start of a server, not of a command, that nobody set a mail server up. */
@Component
@ConditionalOnWebApplication
class NoMailWarning {
    private static final Logger log = LoggerFactory.getLogger(NoMailWarning.class);

    NoMailWarning(Mail mail) {
        switch (mail.delivery()) {
            case NONE ->
                log.warn(
                        "SMTP_HOST is not set: no mail is sent. Nobody can confirm an address, choose a new password or"
                                + " sign in by a link, and pages say so.");
            case OUTBOX -> log.info("SMTP_HOST is not set: mails are kept and shown at /outbox on this machine.");
            case SMTP -> {}
        }
    }
}
