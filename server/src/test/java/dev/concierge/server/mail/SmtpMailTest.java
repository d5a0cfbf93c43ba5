package dev.concierge.server.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.concierge.server.database.AccountScope;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.identity.AdminCreate;
import dev.concierge.server.jobs.JobRunner;
import dev.concierge.server.jobs.Lane;
import dev.concierge.server.support.Certificates;
import dev.concierge.server.support.SettableClock;
import dev.concierge.server.support.TestDatabase;
import dev.concierge.server.support.TestServer;
import dev.concierge.server.web.Role;
import jakarta.mail.BodyPart;
import jakarta.mail.Multipart;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.subethamail.smtp.RejectException;

/** A mail from its row to a real SMTP server, through all that can go wrong between them. */
@Tag("flow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SmtpMailTest {
    private static final MailAddress ANNA = MailAddress.of("anna@people.example");
    private static final URI LINK = URI.create("http://localhost/link/reset/" + "t".repeat(43));

    private final TestDatabase database = TestDatabase.create();
    private final SettableClock clock = new SettableClock();
    private final TestServer.Keys keys = TestServer.Keys.random();
    private final int port = TestServer.freePort();

    @TempDir
    private Path folder;

    private TestServer server;
    private SmtpServer smtp;
    private UUID account;

    @BeforeAll
    void start() {
        server = server(Map.of("SMTP_TLS", "none", "SMTP_PORT", Integer.toString(port)));
        server.bean(AdminCreate.class).create(ANNA.value(), "Anna", Role.USER, Secret.of("tin kettle hums at six"));
        account = database.owner()
                .sql("select account_id from accounts")
                .query((row, _) -> row.getObject(1, UUID.class))
                .single();
    }

    @AfterAll
    void stop() {
        server.close();
        database.close();
    }

    @BeforeEach
    void serve() {
        smtp = SmtpServer.start(port);
    }

    @AfterEach
    void away() {
        smtp.close();
        database.owner().sql("delete from mails").update();
        database.owner().sql("delete from jobs_mail").update();
    }

    private TestServer server(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(Map.of(
                "LANES", "none",
                "SMTP_HOST", "localhost",
                "SMTP_FROM", "Concierge am Hügel <concierge@corp.example>",
                "concierge.mail.deadline", "1s"));
        all.putAll(more);
        return TestServer.start(database, clock, keys, all);
    }

    private UUID put(Duration usefulFor) {
        return put(server, usefulFor);
    }

    private UUID put(TestServer by, Duration usefulFor) {
        UUID id = UUID.randomUUID();
        Letter letter = new Letter(
                "Choose a new password",
                "Choose a new password",
                List.of("For you, with an ü and a <b>tag</b>."),
                new Letter.Link("Choose", LINK),
                List.of("It works once."));
        by.bean(AccountScope.class)
                .run(account, _ -> by.bean(Mail.class).put(id, account, "reset", ANNA, letter, usefulFor));
        return id;
    }

    private int run() {
        return server.bean(JobRunner.class).runDue(Lane.MAIL);
    }

    /** State, attempts, the answer, and whether a body is left. */
    private String row(UUID id) {
        return database.owner()
                .sql(
                        "select concat_ws(' ', state, attempts, coalesce('(' || answer || ')', '-'), case when body is null then 'empty' else 'whole' end) from mails where id = :id")
                .param("id", id)
                .query(String.class)
                .single();
    }

    private long jobs() {
        return database.owner()
                .sql("select count(*) from jobs_mail where task_name = 'mail.send'")
                .query(Long.class)
                .single();
    }

    @Test
    void a_mail_is_sent_once_with_the_same_words_in_text_and_html_and_its_body_is_gone() throws Exception {
        UUID id = put(Duration.ofMinutes(30));
        assertThat(row(id)).isEqualTo("queued 0 - whole");
        run();
        run();

        assertThat(row(id)).isEqualTo("sent 1 - empty");
        assertThat(jobs()).isZero();
        assertThat(smtp.recipients()).containsExactly(ANNA.value());
        MimeMessage mail = smtp.mails().getFirst();
        assertThat(mail.getMessageID()).isEqualTo("<" + id + "@corp.example>");
        assertThat(mail.getSubject()).isEqualTo("Choose a new password");
        assertThat(mail.getFrom())
                .containsExactly(new InternetAddress("concierge@corp.example", "Concierge am Hügel", "UTF-8"));
        assertThat(((InternetAddress) mail.getFrom()[0]).getPersonal()).isEqualTo("Concierge am Hügel");
        assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(mail.getAllRecipients()).hasSize(1);
        Multipart parts = (Multipart) mail.getContent();
        assertThat(parts.getContentType()).startsWith("multipart/alternative");
        assertThat(text(parts.getBodyPart(0)))
                .contains("an ü and a <b>tag</b>.", "Choose:\r\n" + LINK, "Concierge am Hügel, ");
        Document html = Jsoup.parse(text(parts.getBodyPart(1)));
        assertThat(html.text()).contains("an ü and a <b>tag</b>.", "It works once.", "Concierge am Hügel");
        assertThat(html.select("a").eachAttr("href")).containsOnly(LINK.toString());
        assertThat(html.select("img, link, script, style, iframe, [src], [background], b"))
                .as("nothing is fetched, and no markup of others is in it")
                .isEmpty();
    }

    private static String text(BodyPart part) throws Exception {
        return Objects.requireNonNull(part.getContent()).toString();
    }

    @Test
    void while_the_server_is_away_a_mail_waits_longer_each_time_and_is_sent_when_it_is_back() {
        smtp.close();
        UUID id = put(Duration.ofMinutes(30));
        run();
        assertThat(row(id)).isEqualTo("queued 1 (no connection) whole");
        assertThat(run()).as("not due yet").isZero();
        clock.advance(Duration.ofSeconds(19));
        run();
        assertThat(row(id)).isEqualTo("queued 2 (no connection) whole");
        clock.advance(Duration.ofSeconds(19));
        assertThat(run()).as("twice as long").isZero();

        smtp = SmtpServer.start(port);
        clock.advance(Duration.ofSeconds(30));
        run();
        assertThat(row(id)).isEqualTo("sent 3 - empty");
        assertThat(smtp.mails()).hasSize(1);
    }

    @Test
    void a_server_that_is_busy_gets_the_same_mail_later_under_the_same_message_id() throws Exception {
        UUID id = put(Duration.ofMinutes(30));
        smtp.onRecipient(_ -> {
            throw new RejectException(450, "greylisted");
        });
        run();
        assertThat(row(id)).isEqualTo("queued 1 (recipient 450) whole");
        smtp.onRecipient(_ -> {});
        smtp.onContent(_ -> {
            throw new RejectException(451, "try again");
        });
        clock.advance(Duration.ofMinutes(1));
        run();
        assertThat(row(id)).isEqualTo("queued 2 (content 451) whole");
        smtp.onContent(_ -> {});
        clock.advance(Duration.ofMinutes(2));
        run();

        assertThat(row(id)).isEqualTo("sent 3 - empty");
        assertThat(smtp.mails()).hasSize(2);
        assertThat(smtp.mails().get(0).getMessageID())
                .isEqualTo(smtp.mails().get(1).getMessageID());
    }

    @Test
    void an_address_that_the_server_refuses_for_good_is_not_tried_again() {
        UUID id = put(Duration.ofMinutes(30));
        smtp.onRecipient(_ -> {
            throw new RejectException(550, "no such user");
        });
        run();
        assertThat(row(id)).isEqualTo("refused 1 (recipient 550) empty");
        smtp.onRecipient(_ -> {});
        clock.advance(Duration.ofMinutes(20));
        assertThat(run()).isZero();
        assertThat(smtp.mails()).isEmpty();
    }

    @Test
    void content_that_the_server_refuses_for_good_is_not_sent_again() {
        UUID id = put(Duration.ofMinutes(30));
        smtp.onContent(_ -> {
            throw new RejectException(554, "looks like spam");
        });
        run();
        assertThat(row(id)).isEqualTo("refused 1 (content 554) empty");
        assertThat(jobs()).isZero();
    }

    @Test
    void a_sender_that_the_server_refuses_is_the_operators_to_mend_and_the_mail_waits() {
        UUID id = put(Duration.ofMinutes(30));
        smtp.onSender(_ -> {
            throw new RejectException(550, "not your domain");
        });
        run();
        assertThat(row(id)).isEqualTo("queued 1 (sender 550) whole");
        smtp.onSender(_ -> {});
        clock.advance(Duration.ofMinutes(1));
        run();
        assertThat(row(id)).isEqualTo("sent 2 - empty");
    }

    @Test
    void a_server_that_is_slow_is_left_at_the_deadline_and_the_mail_comes_again() {
        CountDownLatch never = new CountDownLatch(1);
        UUID id = put(Duration.ofMinutes(30));
        smtp.onRecipient(_ -> never.await());
        run();
        assertThat(row(id)).isEqualTo("queued 1 (too slow) whole");
        never.countDown();
        smtp.onRecipient(_ -> {});
        clock.advance(Duration.ofMinutes(1));
        run();
        assertThat(row(id)).isEqualTo("sent 2 - empty");
        assertThat(smtp.mails()).hasSize(1);
    }

    @Test
    void a_mail_whose_link_is_over_is_given_up_unsent() {
        smtp.close();
        UUID id = put(Duration.ofMinutes(10));
        run();
        smtp = SmtpServer.start(port);
        clock.advance(Duration.ofMinutes(10));
        run();
        assertThat(row(id)).isEqualTo("expired 2 - empty");
        assertThat(smtp.mails()).isEmpty();
        assertThat(jobs()).isZero();
    }

    @Test
    void two_nodes_that_are_handed_one_mail_send_it_once() throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        UUID id = put(Duration.ofMinutes(30));
        smtp.onContent(_ -> {
            reading.countDown();
            goOn.await();
        });
        MailSend send = server.bean(MailSend.class);
        try (ExecutorService other = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> first = other.submit(() -> {
                send.run(id, account);
                return null;
            });
            reading.await();
            assertThatThrownBy(() -> send.run(id, account)).isInstanceOf(MailSend.LaterException.class);
            goOn.countDown();
            first.get();
        }
        send.run(id, account);
        assertThat(row(id)).isEqualTo("sent 1 - empty");
        assertThat(smtp.mails()).hasSize(1);
    }

    /** What a kill between the server's answer and our commit leaves: the claim stands, and the mail is at its place already. */
    @Test
    void a_node_that_is_killed_after_the_server_answered_leaves_one_repetition_under_the_same_message_id()
            throws Exception {
        UUID id = put(Duration.ofMinutes(30));
        MailRepository repository = server.bean(MailRepository.class);
        MailRepository.Row claimed = server.bean(AccountScope.class)
                .call(
                        account,
                        jdbc -> repository.claim(
                                jdbc, id, clock.instant(), clock.instant().plusSeconds(61)))
                .orElseThrow();
        assertThat(server.bean(SmtpPost.class)
                        .send(claimed, server.bean(LetterSeal.class).open(claimed)))
                .isInstanceOf(PostOutcome.Sent.class);

        run();
        assertThat(smtp.mails()).as("the claim is not over").hasSize(1);
        clock.advance(Duration.ofMinutes(2));
        run();

        assertThat(row(id)).isEqualTo("sent 2 - empty");
        assertThat(smtp.mails()).hasSize(2);
        assertThat(smtp.mails().get(1).getMessageID())
                .isEqualTo(smtp.mails().get(0).getMessageID());
    }

    @Test
    void a_late_node_does_not_undo_what_a_later_one_did() {
        UUID id = put(Duration.ofMinutes(30));
        MailRepository repository = server.bean(MailRepository.class);
        AccountScope scope = server.bean(AccountScope.class);
        MailRepository.Row late = scope.call(
                        account, jdbc -> repository.claim(jdbc, id, clock.instant(), clock.instant()))
                .orElseThrow();
        run();
        scope.run(account, jdbc -> repository.finish(jdbc, late, "refused", "content 554", clock.instant()));
        scope.run(account, jdbc -> repository.release(jdbc, late, "too slow"));
        assertThat(row(id)).isEqualTo("sent 2 - empty");
    }

    @Test
    void a_mail_of_an_act_that_was_rolled_back_was_never_written() {
        Mail mail = server.bean(Mail.class);
        Letter letter = new Letter("Hello", "Hello", List.of(), null, List.of());
        assertThatThrownBy(() -> server.bean(AccountScope.class).run(account, _ -> {
                    mail.put(account, "test", ANNA, letter, Duration.ofDays(1));
                    throw new IllegalStateException("the act failed");
                }))
                .hasMessage("the act failed");
        assertThat(run()).isZero();
        assertThat(database.owner()
                        .sql("select count(*) from mails")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void what_was_sent_is_kept_for_thirty_days() throws Exception {
        put(Duration.ofMinutes(30));
        run();
        JobRunner runner = server.bean(JobRunner.class);
        clock.advance(Duration.ofDays(30).minusMinutes(1));
        runner.run("mail.purge");
        assertThat(database.owner()
                        .sql("select count(*) from mails")
                        .query(Long.class)
                        .single())
                .isOne();
        clock.advance(Duration.ofMinutes(2));
        runner.run("mail.purge");
        assertThat(database.owner()
                        .sql("select count(*) from mails")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void f_01_the_row_shows_neither_the_words_nor_the_link() {
        UUID id = put(Duration.ofMinutes(30));
        OffsetDateTime written = database.owner()
                .sql("select created_at from mails where id = :id")
                .param("id", id)
                .query(OffsetDateTime.class)
                .single();
        assertThat(written).isNotNull();
        assertThat(database.owner()
                        .sql("select encode(body, 'escape') || to_jsonb(m)::text from mails m where id = :id")
                        .param("id", id)
                        .query(String.class)
                        .single())
                .doesNotContain("t".repeat(43))
                .doesNotContain("works once");
    }

    @Test
    void h_12_the_password_goes_over_checked_tls_only() {
        Certificates right = Certificates.selfSigned(folder, "dns:localhost");
        Certificates wrong = Certificates.selfSigned(folder, "dns:other.example");
        int guarded = TestServer.freePort();
        Map<String, String> settings = Map.of(
                "SMTP_PORT", Integer.toString(guarded),
                "SMTP_USER", "concierge",
                "SMTP_PASSWORD", "right-for-tests",
                "TRUSTED_CA_FILE", right.pem().toString(),
                "concierge.mail.deadline", "20s");
        try (TestServer other = server(settings)) {
            UUID id = put(other, Duration.ofHours(2));
            try (SmtpServer foreign = SmtpServer.guarded(guarded, wrong.context(), "right-for-tests")) {
                other.bean(JobRunner.class).runDue(Lane.MAIL);
                assertThat(row(id)).isEqualTo("queued 1 (no connection) whole");
                assertThat(foreign.passwordsHeard()).isEmpty();
            }
            try (SmtpServer plain = SmtpServer.start(guarded)) {
                clock.advance(Duration.ofMinutes(1));
                other.bean(JobRunner.class).runDue(Lane.MAIL);
                assertThat(row(id)).as("STARTTLS is not offered").isEqualTo("queued 2 (no connection) whole");
                assertThat(plain.mails()).isEmpty();
            }
            try (SmtpServer strict = SmtpServer.guarded(guarded, right.context(), "another")) {
                clock.advance(Duration.ofMinutes(2));
                other.bean(JobRunner.class).runDue(Lane.MAIL);
                assertThat(row(id)).isEqualTo("queued 3 (sign-in refused) whole");
                assertThat(strict.passwordsHeard()).isNotEmpty().containsOnly("right-for-tests");
            }
            try (SmtpServer good = SmtpServer.guarded(guarded, right.context(), "right-for-tests")) {
                clock.advance(Duration.ofMinutes(4));
                other.bean(JobRunner.class).runDue(Lane.MAIL);
                assertThat(row(id)).isEqualTo("sent 4 - empty");
                assertThat(good.mails()).hasSize(1);
            }
        }
    }
}
