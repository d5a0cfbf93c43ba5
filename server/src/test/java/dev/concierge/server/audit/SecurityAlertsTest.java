package dev.concierge.server.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.concierge.server.database.AccountScope;
import dev.concierge.server.database.AuthScope;
import dev.concierge.server.database.SystemScope;
import dev.concierge.server.encryption.KeyRing;
import dev.concierge.server.rooms.MovableClock;
import dev.concierge.server.rooms.Rooms;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Alerts beside acts, without acts, and under a flood. */
@Tag("security")
class SecurityAlertsTest {
    private static final UUID ACCOUNT = new UUID(0, 1);
    private static final UUID READER = new UUID(0, 9);

    private final MovableClock clock = new MovableClock(Instant.parse("2026-11-21T08:00:00Z"));
    private Rooms rooms;

    @BeforeEach
    void open() {
        rooms = Rooms.with("database", "jobs", "encryption", "audit")
                .clock(clock)
                .set("concierge.audit.seal-every", "0s")
                .open();
    }

    @AfterEach
    void close() {
        rooms.close();
    }

    private SecurityAlerts alerts() {
        return rooms.get(SecurityAlerts.class);
    }

    private List<RaisedAlert> raised() {
        return rooms.get(AlertBook.class)
                .page(READER, AlertQuery.ALL, null, 200)
                .items();
    }

    private static SecurityAlert guess(String network) {
        return new SecurityAlert(AlertKind.NETWORK_TRIES, null, "network:" + network, "anonymous", "");
    }

    private static SecurityAlert reuse() {
        return SecurityAlert.ofAccount(AlertKind.TOKEN_REUSE, ACCOUNT, "anonymous", "replayed");
    }

    @Test
    void equal_ones_within_an_hour_are_one_with_a_count_and_a_later_one_is_another() {
        alerts().raise(reuse());
        clock.advance(Duration.ofMinutes(59));
        alerts().raise(reuse());
        assertThat(raised()).singleElement().satisfies(alert -> {
            assertThat(alert.times()).isEqualTo(2);
            assertThat(Duration.between(alert.firstAt(), alert.lastAt())).isEqualTo(Duration.ofMinutes(59));
        });

        clock.advance(Duration.ofMinutes(2));
        alerts().raise(reuse());
        assertThat(raised()).extracting(RaisedAlert::times).containsExactly(1L, 2L);
    }

    @Test
    void one_that_was_looked_into_does_not_hide_the_next() {
        alerts().raise(reuse());
        UUID first = raised().getFirst().id();
        assertThat(rooms.get(AlertBook.class).acknowledge(first, READER, "seen"))
                .isTrue();
        assertThat(rooms.get(AlertBook.class).acknowledge(first, READER, "again"))
                .isFalse();

        alerts().raise(reuse());

        assertThat(raised()).hasSize(2);
        assertThat(rooms.get(AlertBook.class).waiting()).isOne();
    }

    @Test
    void ten_thousand_equal_ones_are_one_row() throws InterruptedException {
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (int number = 0; number < 10_000; number++) {
                threads.execute(() -> alerts().raise(guess("198.51.100.7")));
            }
        }
        alerts().settle();

        assertThat(raised()).singleElement().extracting(RaisedAlert::times).isEqualTo(10_000L);
    }

    @Test
    void ten_thousand_different_ones_are_fifty_rows_and_one_for_the_others() throws InterruptedException {
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (int number = 0; number < 10_000; number++) {
                String network = "2001:db8:" + Integer.toHexString(number) + "::/64";
                threads.execute(() -> alerts().raise(guess(network)));
            }
        }
        alerts().settle();

        assertThat(raised()).hasSize(51);
        assertThat(raised().stream().mapToLong(RaisedAlert::times).sum()).isEqualTo(10_000);
        assertThat(raised())
                .filteredOn(alert -> alert.subject().equals("others"))
                .hasSize(1);
    }

    @Test
    void a_thousand_beside_acts_are_bounded_too() {
        rooms.get(SystemScope.class).run(_ -> {
            for (int number = 0; number < 1_000; number++) {
                alerts().raise(guess("198.51.100." + number));
            }
        });

        assertThat(raised()).hasSize(51);
        assertThat(raised().stream().mapToLong(RaisedAlert::times).sum()).isEqualTo(1_000);
    }

    @Test
    void every_role_raises_one_in_the_transaction_of_its_act_and_takes_it_back_with_it() {
        rooms.get(AccountScope.class).run(ACCOUNT, _ -> alerts().raise(guess("app")));
        rooms.get(SystemScope.class).run(_ -> alerts().raise(guess("system")));
        rooms.get(AuthScope.class).run(_ -> alerts().raise(guess("auth")));
        assertThat(raised())
                .extracting(RaisedAlert::subject)
                .containsExactlyInAnyOrder("network:app", "network:system", "network:auth");

        assertThatThrownBy(() -> rooms.get(AccountScope.class).run(ACCOUNT, _ -> {
                    alerts().raise(guess("undone"));
                    throw new IllegalStateException("the act failed");
                }))
                .hasMessage("the act failed");
        assertThat(raised()).hasSize(3);
    }

    @Test
    void an_act_is_done_although_its_alert_cannot_be_written_and_the_alert_follows() throws SQLException {
        asOwner(
                "alter function raise_alert(uuid, text, uuid, text, text, text, bigint, timestamptz, boolean) rename to away");

        rooms.get(AccountScope.class).run(ACCOUNT, _ -> {
            alerts().raise(reuse());
            rooms.get(AuditTrail.class).record(AuditEvent.done(ACCOUNT, "system", "test.act", null));
        });
        alerts().raise(guess("198.51.100.7"));

        assertThat(rooms.database()
                        .owner()
                        .sql("select count(*) from audit_events where action = 'test.act'")
                        .query(Long.class)
                        .single())
                .isOne();
        assertThat(raised()).isEmpty();
        asOwner(
                "alter function away(uuid, text, uuid, text, text, text, bigint, timestamptz, boolean) rename to raise_alert");
        awaitRaised(2);
    }

    @Test
    void an_act_waits_for_no_other_act_that_raises_one_of_the_kind() throws SQLException {
        try (Connection other = rooms.as("concierge_system");
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute(
                    "select raise_alert(gen_random_uuid(), 'token_reuse', null, 'account:x', 'system', '', 1, now(), true)");

            rooms.get(AccountScope.class).run(ACCOUNT, _ -> alerts().raise(reuse()));

            assertThat(raised()).as("neither is committed").isEmpty();
            other.rollback();
        }
        awaitRaised(1);
    }

    /** What an act could not write is written after its commit by a thread of its own; this one helps, and each look may find that one at it. */
    private void awaitRaised(int most) {
        Instant end = Instant.now().plusSeconds(30);
        while (raised().size() < most && Instant.now().isBefore(end)) {
            alerts().settle();
            Thread.onSpinWait();
        }
        assertThat(raised()).hasSize(most);
    }

    @Test
    void acts_that_are_alerts_raise_one_with_their_line_of_the_trail() {
        AuditTrail trail = rooms.get(AuditTrail.class);
        String target = "account:" + ACCOUNT;
        List<AuditEvent> events = new ArrayList<>(List.of(
                AuditEvent.refused(ACCOUNT, "anonymous", "alert.token_reuse", "sign-in:1", "replayed"),
                AuditEvent.refused(ACCOUNT, "anonymous", "alert.passkey_cloned", "passkey:1", "counter went back"),
                AuditEvent.refused(ACCOUNT, "system", "grant.open", "grant:1", "unreadable"),
                AuditEvent.refused(null, "system", "provider.discovery", "provider:x", "foreign_host"),
                AuditEvent.done(ACCOUNT, "system", "account.role", target).with("after", "admin"),
                AuditEvent.done(ACCOUNT, "system", "factor.reset", target),
                AuditEvent.done(ACCOUNT, "system", "account.unlock", target),
                AuditEvent.done(null, "system", "emergency.stop", "stop:1"),
                AuditEvent.done(ACCOUNT, "person:" + ACCOUNT, "people.export", null),
                AuditEvent.done(ACCOUNT, "person:" + ACCOUNT, "audit.export", null)));
        events.forEach(trail::recordAlone);
        for (AuditEvent quiet : List.of(
                AuditEvent.done(ACCOUNT, "system", "account.role", target).with("after", "user"),
                AuditEvent.done(ACCOUNT, "system", "account.create", target).with("role", "guest"),
                AuditEvent.done(ACCOUNT, "system", "alert.token_reuse", "sign-in:1"),
                AuditEvent.refused(ACCOUNT, "system", "emergency.stop", "stop:1", "role"))) {
            trail.recordAlone(quiet);
        }

        assertThat(raised())
                .extracting(RaisedAlert::kind)
                .containsExactlyInAnyOrder(
                        AlertKind.TOKEN_REUSE,
                        AlertKind.PASSKEY_CLONED,
                        AlertKind.UNREADABLE,
                        AlertKind.PROVIDER_CHANGED,
                        AlertKind.NEW_ADMINISTRATOR,
                        AlertKind.FACTOR_RESET,
                        AlertKind.ACCOUNT_UNLOCKED,
                        AlertKind.EMERGENCY_STOP,
                        AlertKind.PEOPLE_EXPORT,
                        AlertKind.AUDIT_EXPORT);
    }

    @Test
    void a_trail_that_was_cut_under_a_running_server_is_an_alert() throws SQLException {
        rooms.get(AuditTrail.class).recordAlone(AuditEvent.done(ACCOUNT, "system", "test.one", null));
        rooms.get(AuditSealer.class).seal();
        asOwner("truncate audit_events");
        asOwner("truncate audit_seals");
        rooms.get(AuditSealer.class).seal();
        rooms.get(AuditSealer.class).seal();

        assertThat(raised()).singleElement().satisfies(alert -> {
            assertThat(alert.kind()).isEqualTo(AlertKind.AUDIT_BROKEN);
            assertThat(alert.detail()).contains("events:1:");
        });
    }

    @Test
    void news_come_once_an_hour_for_each_kind_and_sum_up_what_was_meanwhile() {
        AlertNews news = rooms.get(AlertNews.class);
        alerts().raise(reuse());
        AlertNews.Untold first = news.untold().getFirst();
        assertThat(first.times()).isOne();
        news.told(first);
        assertThat(news.untold()).isEmpty();

        alerts().raise(reuse());
        alerts().raise(SecurityAlert.ofAccount(AlertKind.TOKEN_REUSE, READER, "anonymous", ""));
        assertThat(news.untold()).as("within the hour").isEmpty();
        alerts().raise(guess("198.51.100.7"));
        assertThat(news.untold()).extracting(AlertNews.Untold::kind).containsExactly(AlertKind.NETWORK_TRIES);

        clock.advance(Duration.ofHours(1));
        AlertNews.Untold digest = news.untold().stream()
                .filter(one -> one.kind() == AlertKind.TOKEN_REUSE)
                .findFirst()
                .orElseThrow();
        assertThat(digest.times()).isEqualTo(2);
        assertThat(digest.alerts()).isEqualTo(2);
        assertThat(digest.number()).isEqualTo(2);
        alerts().raise(reuse());
        assertThat(AlertNews.mailId(digest, READER)).isNotEqualTo(AlertNews.mailId(first, READER));
    }

    @Test
    void data_keys_that_do_not_open_on_a_node_are_an_alert() throws SQLException {
        asOwner(
                "update data_keysets set wrapped = '\\x0102', version = version + 1, updated_at = updated_at + interval '1 second'");

        assertThat(rooms.get(KeyRing.class).reload()).isFalse();
        assertThat(rooms.get(KeyRing.class).reload()).isFalse();

        assertThat(raised()).singleElement().satisfies(alert -> {
            assertThat(alert.kind()).isEqualTo(AlertKind.KEYS);
            assertThat(alert.times()).as("once for each version").isOne();
        });
    }

    @Test
    void old_ones_are_forgotten() {
        alerts().raise(reuse());
        clock.advance(Duration.ofDays(401));
        alerts().raise(guess("198.51.100.7"));
        rooms.get(AlertBook.class).tidy();

        assertThat(raised()).extracting(RaisedAlert::kind).containsExactly(AlertKind.NETWORK_TRIES);
    }

    private void asOwner(String sql) throws SQLException {
        try (Connection connection = rooms.asOwner();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
