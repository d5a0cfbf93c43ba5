package dev.concierge.server.mail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.web.Appearance;
import dev.concierge.server.web.PublicUrl;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

/** Mails carry the name, the colour and the support address of the installation. */
@Tag("flow")
class MailLookTest {
    private static final Letter LETTER = new Letter(
            "Hello",
            "Hello",
            List.of("A sentence."),
            new Letter.Link("Open", URI.create("http://x.example/")),
            List.of());

    private record Fixed(Appearance now) implements Appearance.Source {
        @Override
        public Appearance known() {
            return now;
        }
    }

    private static MimeMails mails(Appearance appearance) {
        StaticListableBeanFactory beans = new StaticListableBeanFactory();
        beans.addBean("look", new Fixed(appearance));
        return new MimeMails(
                new MailSettings(
                        "mail.example",
                        587,
                        MailSettings.Tls.STARTTLS,
                        "",
                        "",
                        "The desk <desk@corp.example>",
                        Duration.ofMinutes(1)),
                PublicUrl.of("https://desk.example"),
                beans.getBeanProvider(Appearance.Source.class));
    }

    @Test
    void as_it_comes_the_senders_name_heads_a_mail() {
        assertThat(mails(Appearance.USUAL).html(LETTER))
                .contains("The desk", "background-color:#1f5c5a")
                .doesNotContain("Need help?");
    }

    @Test
    void a_name_colours_and_a_support_address_of_its_own_stand_in_a_mail_as_text() {
        String html = mails(new Appearance("Front & desk", null, null, "#3a2a7a", "help@corp.example"))
                .html(LETTER);
        assertThat(html)
                .contains("Front &amp; desk", "background-color:#3a2a7a", "mailto:help@corp.example")
                .doesNotContain("#1f5c5a", "The desk");
        assertThat(LETTER.text("Front & desk", "https://desk.example", "help@corp.example"))
                .contains("Need help? Write to help@corp.example.", "Front & desk, https://desk.example");
    }
}
