package dev.concierge.server.mail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.support.Browser;
import dev.concierge.server.support.KeptMail;
import dev.concierge.server.support.Page;
import dev.concierge.server.support.SettableClock;
import dev.concierge.server.support.TestDatabase;
import dev.concierge.server.support.TestServer;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code /outbox}: for whoever sits at the machine of a demo, and for nobody else. */
@Tag("security")
class OutboxTest {
    private static final Map<String, String> FROM_ELSEWHERE = Map.of("X-Forwarded-For", "203.0.113.9");

    private static TestServer server(TestDatabase database, Map<String, String> more) {
        Map<String, String> all = new HashMap<>(Map.of("LANES", "none", "TRUSTED_PROXIES", "127.0.0.1,::1"));
        all.putAll(more);
        return TestServer.start(database, new SettableClock(), TestServer.Keys.random(), all);
    }

    private static void signUp(TestServer server, String email) {
        Browser browser = new Browser();
        browser.submit(
                browser.open(server.url().resolve("/signup")),
                "form[action='/signup']",
                Map.of("name", "Anna", "email", email, "password", "tin kettle hums at six"));
    }

    @Test
    void somebody_at_a_demo_reads_the_mail_and_presses_its_link() {
        try (TestDatabase database = TestDatabase.create();
                TestServer server = server(database, Map.of("ENVIRONMENT", "demo"))) {
            Browser browser = new Browser();
            URI outbox = server.url().resolve("/outbox");
            assertThat(browser.open(outbox).text()).contains("No mails yet");
            signUp(server, "anna@people.example");
            new KeptMail(server).to("anna@people.example");

            Page list = browser.open(outbox);
            assertThat(list.text()).contains("Confirm your e-mail address", "anna@people.example");
            Page mail = browser.open(
                    server.url().resolve(list.find("a[href^='/outbox/']").attr("href")));
            assertThat(mail.text()).contains("An account was made with this address");
            assertThat(mail.find("a.btn.primary").attr("href")).startsWith(server.url() + "/link/verify/");
        }
    }

    @Test
    void whoever_is_not_at_the_machine_finds_no_such_page() {
        try (TestDatabase database = TestDatabase.create();
                TestServer server = server(database, Map.of("ENVIRONMENT", "demo"))) {
            signUp(server, "anna@people.example");
            new KeptMail(server).to("anna@people.example");
            UUID id = server.bean(Outbox.class).newest().getFirst().id();
            Browser browser = new Browser();
            for (String path : new String[] {"/outbox", "/outbox/" + id}) {
                assertThat(browser.get(server.url().resolve(path), Map.of()).status())
                        .isEqualTo(200);
                Page elsewhere = browser.get(server.url().resolve(path), FROM_ELSEWHERE);
                assertThat(elsewhere.status()).isEqualTo(404);
                assertThat(elsewhere.body()).doesNotContain("anna@people.example");
            }
        }
    }

    @Test
    void with_a_mail_server_there_is_no_outbox_and_nothing_is_kept_in_it() {
        try (TestDatabase database = TestDatabase.create();
                TestServer server = server(
                        database,
                        Map.of("SMTP_HOST", "localhost", "SMTP_TLS", "none", "SMTP_FROM", "a@corp.example"))) {
            assertThat(new Browser()
                            .get(server.url().resolve("/outbox"), Map.of())
                            .status())
                    .isEqualTo(404);
        }
    }

    /** A staging server that nobody gave a mail server: its pages say so, and its outbox would be everybody's. */
    @Test
    void where_others_reach_it_and_there_is_no_mail_server_pages_say_so_and_no_mail_is_written() {
        try (TestDatabase database = TestDatabase.create();
                TestServer server = server(database, Map.of("PUBLIC_URL", "https://concierge.corp.example"))) {
            assertThat(server.bean(Mail.class).offered()).isFalse();
            assertThat(server.bean(Outbox.class).isOpen()).isFalse();
        }
    }
}
