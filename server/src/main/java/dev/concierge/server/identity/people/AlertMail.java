package dev.concierge.server.identity.people;

import dev.concierge.server.audit.AlertNews;
import dev.concierge.server.audit.AlertNews.Untold;
import dev.concierge.server.database.AccountScope;
import dev.concierge.server.database.SystemScope;
import dev.concierge.server.jobs.Job;
import dev.concierge.server.jobs.Lane;
import dev.concierge.server.mail.Letter;
import dev.concierge.server.mail.Mail;
import dev.concierge.server.mail.MailAddress;
import dev.concierge.server.web.PublicUrl;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

/**
 * Tells administrators of alerts: those who may sign in, at an address that is known to be theirs. One mail for each kind and hour; what happened meanwhile is in
 * the next. Mails are written first and the books after them, under ids that say which mail it is, so a node that dies in between repeats none.
 */
@Component
class AlertMail {
    private static final Duration USEFUL = Duration.ofDays(3);

    private record Administrator(UUID id, String email) {}

    private final AlertNews news;
    private final Mail mail;
    private final PublicUrl publicUrl;
    private final AccountScope scope;
    private final SystemScope system;

    AlertMail(AlertNews news, Mail mail, PublicUrl publicUrl, AccountScope scope, SystemScope system) {
        this.news = news;
        this.mail = mail;
        this.publicUrl = publicUrl;
        this.scope = scope;
        this.system = system;
    }

    /** One look. */
    void tell() {
        List<Untold> untold = news.untold();
        if (untold.isEmpty()) {
            return;
        }
        List<Administrator> administrators = administrators();
        for (Untold one : untold) {
            Letter letter = letter(one);
            administrators.forEach(to -> write(AlertNews.mailId(one, to.id()), to, letter));
            news.told(one);
        }
    }

    private void write(UUID id, Administrator to, Letter letter) {
        scope.run(to.id(), _ -> {
            if (!mail.isWritten(id)) {
                mail.put(id, to.id(), "security_alert", new MailAddress(to.email()), letter, USEFUL);
            }
        });
    }

    private List<Administrator> administrators() {
        return system.call(jdbc -> jdbc.sql("""
                        select account_id, email from accounts
                        where role = 'admin' and status = 'active' and email is not null and email_verified order by account_id
                        """)
                .query((row, _) -> new Administrator(row.getObject("account_id", UUID.class), row.getString("email")))
                .list());
    }

    private Letter letter(Untold one) {
        List<String> sentences = new ArrayList<>();
        sentences.add("At " + publicUrl.authority() + ": " + one.kind().explanation());
        if (one.times() > 1) {
            sentences.add(
                    one.alerts() == 1
                            ? "It happened " + one.times() + " times."
                            : "It happened " + one.times() + " times, in " + one.alerts() + " different alerts.");
        }
        return new Letter(
                "Security: " + one.kind().title(),
                one.kind().title(),
                sentences,
                new Letter.Link(
                        "Look into it",
                        publicUrl.resolve(
                                "/admin/alerts?state=open&kind=" + one.kind().word())),
                List.of("What else happens of this kind within the hour comes in one mail after it."));
    }

    @Configuration(proxyBeanMethods = false)
    static class Jobs {
        @Bean
        Job tellAlertsJob(AlertMail mails) {
            return Job.every(Duration.ofSeconds(20), "identity.tell-alerts", Lane.MAIL, mails::tell);
        }
    }
}
