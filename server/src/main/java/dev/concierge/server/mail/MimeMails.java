package dev.concierge.server.mail;

import dev.concierge.server.web.Appearance;
import dev.concierge.server.web.PublicUrl;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.Map;
import java.util.Objects;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Makes the message (RFC 5322): plain text and HTML of the same words, without pictures. One row makes one Message-ID, however often it is sent. */
@Component
class MimeMails {
    private static final String UTF_8 = StandardCharsets.UTF_8.name();

    private final MailSettings settings;
    private final PublicUrl publicUrl;
    private final ObjectProvider<Appearance.Source> looks;
    private final TemplateEngine templates = TemplateEngine.createPrecompiled(
            null, ContentType.Html, MimeMails.class.getClassLoader(), "dev.concierge.templates");

    MimeMails(MailSettings settings, PublicUrl publicUrl, ObjectProvider<Appearance.Source> looks) {
        this.settings = settings;
        this.publicUrl = publicUrl;
        this.looks = looks;
    }

    MimeMessage message(Session session, MailRepository.Row mail, Letter letter)
            throws MessagingException, UnsupportedEncodingException {
        Appearance look = Appearance.now(looks);
        MailAddress sender = Objects.requireNonNull(settings.sender(), "a server goes with a sender");
        MimeMessage message = new Numbered(session, "<" + mail.id() + "@" + sender.domain() + ">");
        message.setFrom(new InternetAddress(sender.value(), name(look), UTF_8));
        message.setRecipient(Message.RecipientType.TO, mail.to().header());
        message.setSubject(letter.subject(), UTF_8);
        message.setSentDate(Date.from(mail.createdAt()));
        // RFC 3834 section 5: no out-of-office answers this.
        message.setHeader("Auto-Submitted", "auto-generated");
        MimeMultipart both = new MimeMultipart("alternative");
        both.addBodyPart(part(letter.text(name(look), publicUrl.origin(), look.support()), "plain"));
        both.addBodyPart(part(html(letter), "html"));
        message.setContent(both);
        message.saveChanges();
        return message;
    }

    /** The HTML, for the message and for its picture. */
    String html(Letter letter) {
        Appearance look = Appearance.now(looks);
        StringOutput out = new StringOutput();
        templates.render(
                "mail/letter.jte",
                Map.of("letter", letter, "sender", name(look), "origin", publicUrl.origin(), "look", look),
                out);
        return out.toString();
    }

    /** The installation's own name, where it has one; else the sender's. */
    private String name(Appearance look) {
        return look.named() ? look.name() : settings.name();
    }

    private static MimeBodyPart part(String text, String subtype) throws MessagingException {
        MimeBodyPart part = new MimeBodyPart();
        part.setText(text, UTF_8, subtype);
        return part;
    }

    /** Jakarta Mail would make a new Message-ID at each save. */
    private static final class Numbered extends MimeMessage {
        private final String id;

        Numbered(Session session, String id) {
            super(session);
            this.id = id;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", id);
        }
    }
}
