package dev.concierge.server.identity.people;

import dev.concierge.server.mail.Letter;
import dev.concierge.server.mail.Mail;
import dev.concierge.server.mail.MailAddress;
import dev.concierge.server.web.PublicUrl;
import dev.concierge.server.web.Role;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Tells people what administration did to their account, in its transaction; only where the address is known to be theirs. */
@Component
class PeopleMail {
    private static final Duration USEFUL = Duration.ofDays(3);
    private static final String ASK = "If you do not know why, ask your administrator.";

    private final Mail mail;
    private final PublicUrl publicUrl;

    PeopleMail(Mail mail, PublicUrl publicUrl) {
        this.mail = mail;
        this.publicUrl = publicUrl;
    }

    void role(Person person, Role now) {
        put(
                person,
                "role",
                "Your role was changed",
                "An administrator made you " + now.title().toLowerCase(java.util.Locale.ROOT) + " at "
                        + publicUrl.authority() + ". Before, you were "
                        + person.role().title().toLowerCase(java.util.Locale.ROOT) + ".",
                new Letter.Link("Open Concierge", publicUrl.resolve("/")));
    }

    void status(Person person, boolean active) {
        if (active && person.isLeaving()) {
            put(
                    person,
                    "kept",
                    "Your account stays",
                    "An administrator enabled your account at " + publicUrl.authority()
                            + ", which you asked to delete: it is not deleted. If it shall be, sign in and ask again. API keys that you had before do not come back.",
                    new Letter.Link("Sign in", publicUrl.resolve("/login")));
        } else if (active) {
            put(
                    person,
                    "enabled",
                    "You can sign in again",
                    "An administrator enabled your account at " + publicUrl.authority()
                            + ". API keys that you had before do not come back; make new ones.",
                    new Letter.Link("Sign in", publicUrl.resolve("/login")));
        } else {
            put(
                    person,
                    "disabled",
                    "Your account was disabled",
                    "An administrator disabled your account at " + publicUrl.authority()
                            + ". You are signed out everywhere, and your API keys have ended. What you connected is kept and waits.",
                    null);
        }
    }

    void signedOut(Person person) {
        put(
                person,
                "signed_out",
                "You were signed out",
                "An administrator signed you out at " + publicUrl.authority()
                        + ", on every device. Your account is as it was; you can sign in again.",
                new Letter.Link("Sign in", publicUrl.resolve("/login")));
    }

    private void put(Person person, String kind, String subject, String sentence, Letter.@Nullable Link link) {
        if (person.email() != null && person.emailProved()) {
            mail.put(
                    person.id(),
                    kind,
                    new MailAddress(person.email()),
                    new Letter(subject, subject, List.of(sentence), link, List.of(ASK)),
                    USEFUL);
        }
    }
}
