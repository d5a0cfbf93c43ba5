package dev.concierge.server.mail;

import dev.concierge.server.database.CurrentTransaction;
import dev.concierge.server.outbound.TrustedTls;
import dev.concierge.server.web.PublicUrl;
import jakarta.mail.Address;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import java.io.UnsupportedEncodingException;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.springframework.stereotype.Component;

/**
 * Hands mails over by SMTP (RFC 5321), one connection each, within one deadline for all of it: a server that trickles holds nobody up. The work runs
 * on a virtual thread, whose socket an interrupt closes.
 */
@Component
class SmtpPost {
    private static final int SILENCE_MILLIS = 60_000;
    private static final int CONNECT_MILLIS = 10_000;
    private static final int LONGEST_LINE_OF_A_CODE = 3;

    private final MailSettings settings;
    private final MimeMails mails;
    private final Session session;

    SmtpPost(MailSettings settings, MimeMails mails, TrustedTls trust, PublicUrl publicUrl) {
        this.settings = settings;
        this.mails = mails;
        this.session = Session.getInstance(properties(settings, trust, publicUrl));
    }

    /** @throws IllegalStateException inside a transaction */
    PostOutcome send(MailRepository.Row mail, Letter letter) throws InterruptedException {
        if (CurrentTransaction.isOpen()) {
            throw new IllegalStateException("a mail is handed over with no transaction open");
        }
        FutureTask<PostOutcome> task = new FutureTask<>(() -> handOver(mail, letter));
        Thread thread = Thread.ofVirtual().name("smtp-" + mail.id()).start(task);
        try {
            return task.get(settings.deadline().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            return new PostOutcome.Deferred("too slow");
        } catch (ExecutionException e) {
            throw new IllegalStateException("a mail could not be made", e.getCause());
        } finally {
            thread.interrupt();
        }
    }

    private PostOutcome handOver(MailRepository.Row mail, Letter letter)
            throws MessagingException, UnsupportedEncodingException {
        MimeMessage message = mails.message(session, mail, letter);
        try (Transport transport = session.getTransport("smtp")) {
            if (settings.user().isEmpty()) {
                transport.connect();
            } else {
                transport.connect(settings.host(), settings.port(), settings.user(), settings.password());
            }
            return handOver(transport, message, mail);
        } catch (AuthenticationFailedException e) {
            return new PostOutcome.Deferred("sign-in refused");
        } catch (MessagingException e) {
            return new PostOutcome.Deferred("no connection");
        }
    }

    /** Once the server has answered for the mail it is sent, whatever the farewell is like. */
    private static PostOutcome handOver(Transport transport, MimeMessage message, MailRepository.Row mail) {
        try {
            transport.sendMessage(message, new Address[] {mail.to().header()});
            return new PostOutcome.Sent();
        } catch (MessagingException e) {
            return judge(e);
        }
    }

    private static PostOutcome judge(MessagingException failure) {
        Exception at = failure;
        PostOutcome.Deferred seen = new PostOutcome.Deferred("connection lost");
        while (at instanceof MessagingException known) {
            switch (known) {
                case SMTPSenderFailedException sender -> {
                    return new PostOutcome.Deferred("sender " + code(sender.getReturnCode()));
                }
                case SMTPAddressFailedException recipient -> {
                    return judge("recipient", recipient.getReturnCode());
                }
                case SMTPSendFailedException send -> {
                    if (known.getNextException() == null) {
                        return judge("content", send.getReturnCode());
                    }
                }
                default -> {}
            }
            at = known.getNextException();
        }
        return seen;
    }

    private static PostOutcome judge(String what, int code) {
        String answer = what + " " + code(code);
        return code >= 500 && code < 600 ? new PostOutcome.Refused(answer) : new PostOutcome.Deferred(answer);
    }

    private static String code(int code) {
        String text = Integer.toString(code);
        return text.length() == LONGEST_LINE_OF_A_CODE ? text : "unanswered";
    }

    private static Properties properties(MailSettings settings, TrustedTls trust, PublicUrl publicUrl) {
        Properties all = new Properties();
        all.put("mail.smtp.host", settings.host());
        all.put("mail.smtp.port", Integer.toString(settings.port()));
        all.put("mail.smtp.localhost", publicUrl.host());
        all.put("mail.smtp.connectiontimeout", Integer.toString(CONNECT_MILLIS));
        all.put("mail.smtp.timeout", Integer.toString(SILENCE_MILLIS));
        all.put("mail.smtp.auth", Boolean.toString(!settings.user().isEmpty()));
        // Without it a lost connection after QUIT would look like a lost mail.
        all.put("mail.smtp.quitwait", "false");
        all.put("mail.smtp.starttls.enable", Boolean.toString(settings.tls() == MailSettings.Tls.STARTTLS));
        all.put("mail.smtp.starttls.required", Boolean.toString(settings.tls() == MailSettings.Tls.STARTTLS));
        all.put("mail.smtp.ssl.enable", Boolean.toString(settings.tls() == MailSettings.Tls.TLS));
        MailAddress sender = settings.sender();
        if (sender != null) {
            all.put("mail.smtp.from", Objects.requireNonNull(sender).value());
        }
        trust.useFor(all, "smtp");
        return all;
    }
}
