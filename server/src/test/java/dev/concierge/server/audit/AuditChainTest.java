package dev.concierge.server.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.concierge.server.audit.AuditFault.Kind;
import dev.concierge.server.database.AccountScope;
import dev.concierge.server.database.SystemScope;
import dev.concierge.server.rooms.MovableClock;
import dev.concierge.server.rooms.Rooms;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** F-10: what somebody who is the owner of the database, but has not the key, does to the trail. */
@Tag("security")
@DisplayName("F-10 somebody changes, takes out, puts in or cuts off rows of the audit trail")
class AuditChainTest {
    private static final UUID ACCOUNT = new UUID(0, 1);
    private static final VendEvent VEND = new VendEvent(ACCOUNT, "key:7", new UUID(0, 2), new UUID(0, 3), "192.0.2.7");

    private final MovableClock clock = new MovableClock(Instant.parse("2026-11-21T08:00:00Z"));
    private Rooms rooms;

    @BeforeEach
    void ten_events_in_two_seals_and_five_vends() throws SQLException {
        rooms = open();
        for (int i = 0; i < 10; i++) {
            clock.advance(Duration.ofSeconds(1));
            record("test.step" + i);
            if (i == 4) {
                sealer().seal();
            }
        }
        for (int i = 0; i < 5; i++) {
            rooms.get(VendLog.class).append(VEND);
        }
        sealer().seal();
        assertThat(verify()).allMatch(ChainReport::intact);
    }

    @AfterEach
    void close() {
        rooms.close();
    }

    @Test
    void an_untouched_trail_is_intact_and_tells_what_it_looked_at() {
        assertThat(verify().getFirst())
                .satisfies(report -> {
                    assertThat(report.seals()).isEqualTo(2);
                    assertThat(report.rows()).isEqualTo(10);
                    assertThat(report.unsealed()).isZero();
                })
                .hasToString("events: intact, 2 seals over 10 rows; anchor "
                        + verify().getFirst().last());
        assertThat(verify().getLast().rows()).isEqualTo(5);
    }

    @Test
    void changes_one_field_of_an_old_row() throws SQLException {
        for (String change : List.of(
                "actor = 'somebody else'",
                "action = 'test.other'",
                "outcome = 'refused'",
                "target = null",
                "occurred_at = occurred_at + interval '1 microsecond'",
                "account_id = null",
                "detail = '{\"fact\":\"other\"}'",
                "detail = '{\"fact\":{\"nested\":1}}'",
                "subject_hash = null",
                "mac = '\\x00112233445566778899aabbccddeeff'")) {
            asOwner("create table before as select * from audit_events where action = 'test.step3'");
            UUID id = id("test.step3");
            asOwner("update audit_events set " + change + " where id = '" + id + "'");
            assertThat(fault()).as(change).isEqualTo(new AuditFault(Kind.CHANGED, 1, id));
            asOwner("delete from audit_events where id = '" + id + "'");
            asOwner("insert into audit_events select * from before");
            asOwner("drop table before");
        }
        assertThat(verify()).allMatch(ChainReport::intact);
    }

    @Test
    void changes_a_vend() throws SQLException {
        asOwner("update audit_vends set actor = 'key:8' where id = (select id from audit_vends order by id limit 1)");

        assertThat(verify().getLast().fault()).extracting(AuditFault::kind).isEqualTo(Kind.CHANGED);
    }

    @Test
    void deletes_the_last_row() throws SQLException {
        UUID id = id("test.step9");
        asOwner("delete from audit_events where id = '" + id + "'");

        assertThat(fault()).isEqualTo(new AuditFault(Kind.MISSING, 2, id));
    }

    @Test
    void deletes_a_middle_row() throws SQLException {
        UUID id = id("test.step2");
        asOwner("delete from audit_events where id = '" + id + "'");

        assertThat(fault()).isEqualTo(new AuditFault(Kind.MISSING, 1, id));
    }

    @Test
    void swaps_two_rows() throws SQLException {
        UUID first = id("test.step6");
        UUID second = id("test.step7");
        asOwner("update audit_events e set xact = (select xact from audit_events o where o.id <> e.id and o.id in ('"
                + first + "', '" + second + "')) where id in ('" + first + "', '" + second + "')");

        assertThat(fault()).isEqualTo(new AuditFault(Kind.MOVED, 2, first));
    }

    @Test
    void swaps_the_content_of_two_rows() throws SQLException {
        asOwner("update audit_events set action = case action when 'test.step6' then 'test.step7' else 'test.step6' end"
                + " where action in ('test.step6', 'test.step7')");

        assertThat(fault()).extracting(AuditFault::kind).isEqualTo(Kind.CHANGED);
    }

    @Test
    void inserts_a_row_among_sealed_ones() throws SQLException {
        UUID forged = new UUID(0x0123456789abL << 16 | 0x7000, 0x8000000000000000L);
        asOwner("insert into audit_events select '" + forged
                + "', era, xact, account_id, occurred_at, actor, action, outcome, target, detail, subject_hash, mac"
                + " from audit_events where action = 'test.step3'");

        assertThat(fault()).isEqualTo(new AuditFault(Kind.INSERTED, 1, forged));
    }

    @Test
    void inserts_a_row_just_before_the_sealer_comes() throws SQLException {
        UUID forged = UUID.randomUUID();
        asOwner("insert into audit_events (id, account_id, occurred_at, actor, action, outcome, detail, mac) values ('"
                + forged
                + "', null, now(), 'system', 'test.forged', 'done', '{}', '\\x00112233445566778899aabbccddeeff')");
        assertThat(fault()).isEqualTo(new AuditFault(Kind.INSERTED, 3, forged));

        // The sealer takes what is there; the row is still no row of ours.
        sealer().seal();
        assertThat(fault()).isEqualTo(new AuditFault(Kind.CHANGED, 3, forged));
    }

    @Test
    void changes_a_seal() throws SQLException {
        asOwner(
                "update audit_seals set sealed_at = sealed_at - interval '1 day' where chain = 'events' and sequence = 1");

        assertThat(fault()).isEqualTo(new AuditFault(Kind.SEAL_FORGED, 1, null));
    }

    @Test
    void takes_a_row_out_of_the_table_and_out_of_the_seal() throws SQLException {
        UUID id = id("test.step9");
        asOwner("delete from audit_events where id = '" + id + "'");
        asOwner("update audit_seals set row_ids = substring(row_ids for length(row_ids) - 16),"
                + " row_hashes = substring(row_hashes for length(row_hashes) - 16), row_count = row_count - 1"
                + " where chain = 'events' and sequence = 2");

        assertThat(fault()).isEqualTo(new AuditFault(Kind.SEAL_FORGED, 2, null));
    }

    @Test
    void deletes_a_middle_seal() throws SQLException {
        record("test.more");
        sealer().seal();
        asOwner("delete from audit_seals where chain = 'events' and sequence = 2");

        assertThat(fault()).isEqualTo(new AuditFault(Kind.SEAL_MISSING, 3, null));
    }

    @Test
    void truncates_and_rebuilds_with_the_public_algorithm_and_a_key_of_his_own() throws Exception {
        asOwner("truncate audit_seals");
        try (Rooms thief = Rooms.with("database", "jobs", "encryption", "audit")
                .beside(rooms)
                .clock(clock)
                .set("concierge.audit.seal-every", "0s")
                .set("concierge.secret-key", "vN7xI0VniQq83vEjRWeJAEjRWeJCrze8SNFZ4kKvN7w=")
                .open()) {
            thief.get(AuditSealer.class).seal();
        }

        assertThat(fault()).isEqualTo(new AuditFault(Kind.SEAL_FORGED, 1, null));
    }

    @Test
    void cuts_the_tail_which_an_anchor_shows() throws SQLException {
        Anchor anchor = Objects.requireNonNull(verify().getFirst().last());
        asOwner("delete from audit_events where action >= 'test.step5'");
        asOwner("delete from audit_seals where chain = 'events' and sequence = 2");

        assertThat(verify().getFirst().intact()).isTrue();
        assertThat(verify(anchor).getFirst().fault()).isEqualTo(new AuditFault(Kind.CUT, 2, null));
    }

    @Test
    void cuts_the_tail_under_a_running_server_which_then_does_not_seal_over_it() throws SQLException {
        asOwner("delete from audit_events where action >= 'test.step5'");
        asOwner("delete from audit_seals where chain = 'events' and sequence = 2");
        record("test.later");

        assertThat(sealer().seal()).isZero();
    }

    @Test
    void has_the_server_itself_seal_anew_which_an_anchor_shows() throws Exception {
        Anchor anchor = Objects.requireNonNull(verify().getFirst().last());
        asOwner("delete from audit_events where action = 'test.step1'");
        asOwner("truncate audit_seals");
        clock.advance(Duration.ofMinutes(1));
        try (Rooms restarted = Rooms.with("database", "jobs", "encryption", "audit")
                .beside(rooms)
                .clock(clock)
                .set("concierge.audit.seal-every", "0s")
                .open()) {
            restarted.get(AuditSealer.class).seal();
            record("test.more");
            restarted.get(AuditSealer.class).seal();
        }

        assertThat(verify().getFirst().intact()).isTrue();
        assertThat(verify(anchor).getFirst().fault()).isEqualTo(new AuditFault(Kind.CUT, 2, null));
    }

    @Test
    void an_erased_subject_still_verifies_and_a_changed_one_does_not() throws SQLException {
        assertThat(rooms.get(AuditTrail.class).forget(ACCOUNT)).isEqualTo(10);
        assertThat(verify()).allMatch(ChainReport::intact);

        record("test.subject");
        sealer().seal();
        asOwner("update audit_subjects set address = '198.51.100.1'");
        assertThat(fault()).isEqualTo(new AuditFault(Kind.SUBJECT_CHANGED, 3, id("test.subject")));
    }

    @Test
    void a_transaction_under_way_keeps_later_rows_from_being_sealed_before_it() throws SQLException {
        try (Connection slow = rooms.asOwner();
                Statement statement = slow.createStatement()) {
            slow.setAutoCommit(false);
            statement.execute("select pg_current_xact_id()");
            record("test.later");
            assertThat(sealer().seal()).isZero();
            slow.commit();
        }
        assertThat(sealer().seal()).isEqualTo(1);
    }

    @Test
    void rows_of_an_older_era_are_sealed_whatever_their_transaction_number() throws SQLException {
        record("test.before");
        // After a restore transaction numbers begin again: the row's is far ahead of the new cluster's.
        asOwner("update audit_events set xact = '9000000000' where action = 'test.before'");
        asOwner("update era set number = number + 1");
        record("test.after");

        assertThat(sealer().seal()).isEqualTo(2);
        assertThat(verify()).allMatch(ChainReport::intact);
    }

    @Test
    void a_backlog_is_sealed_in_batches_and_only_one_node_does_it() throws Exception {
        int backlog = AuditSealer.MOST_ROWS + 50;
        rooms.get(SystemScope.class).run(_ -> {
            for (int i = 0; i < backlog; i++) {
                rooms.get(AuditTrail.class).record(AuditEvent.done(ACCOUNT, "system", "test.bulk", null));
            }
        });
        try (Rooms other = Rooms.with("database", "jobs", "encryption", "audit")
                .beside(rooms)
                .clock(clock)
                .set("concierge.audit.seal-every", "0s")
                .open()) {
            int[] rowsOf = new int[2];
            Thread second = Thread.ofPlatform()
                    .start(() -> rowsOf[1] = other.get(AuditSealer.class).seal());
            rowsOf[0] = sealer().seal();
            second.join();
            int rest = sealer().seal();
            assertThat(rowsOf[0] + rowsOf[1] + rest).isEqualTo(backlog);
        }
        assertThat(verify()).allMatch(ChainReport::intact);
    }

    @Test
    void a_partition_that_is_not_named_by_its_day_stops_no_clean_up() throws SQLException {
        asOwner(
                "create table audit_vends_of_1 partition of audit_vends for values from ('2190-01-01') to ('2191-01-01')");
        assertThat(rooms.get(VendRepository.class).dropPartitions(java.time.LocalDate.of(2020, 1, 1)))
                .isZero();
        asOwner("drop table audit_vends_of_1");
    }

    @Test
    void vends_are_dropped_after_their_time_only_when_sealed_and_the_chain_still_verifies() throws SQLException {
        VendRepository vends = rooms.get(VendRepository.class);
        java.time.LocalDate tomorrow = java.time.LocalDate.parse("2026-11-22");
        rooms.get(VendLog.class).append(VEND);
        vends.dropPartitions(tomorrow);
        assertThat(verify().getLast().unsealed()).isEqualTo(1);

        sealer().seal();
        vends.dropPartitions(tomorrow);
        assertThat(verify().getLast().fault()).extracting(AuditFault::kind).isEqualTo(Kind.DROPPED_EARLY);
        clock.advance(Duration.ofDays(91));
        assertThat(verify().getLast())
                .satisfies(report -> assertThat(report.intact()).isTrue())
                .satisfies(report -> assertThat(report.dropped()).isEqualTo(6));
    }

    @Test
    void the_application_roles_can_neither_change_the_trail_nor_choose_a_place_in_it() throws SQLException {
        for (String login : List.of("concierge_app", "concierge_system")) {
            try (Connection connection = rooms.as(login);
                    Statement statement = connection.createStatement()) {
                for (String sql : List.of(
                        "update audit_events set actor = 'x'",
                        "delete from audit_events",
                        "delete from audit_subjects",
                        "update audit_vends set actor = 'x'",
                        "delete from audit_seals",
                        "truncate audit_events",
                        "insert into audit_events (id, xact, occurred_at, actor, action, outcome, detail, mac)"
                                + " values (gen_random_uuid(), '1', now(), 'x', 'x.y', 'done', '{}', '\\x00112233445566778899aabbccddeeff')")) {
                    assertThatThrownBy(() -> statement.execute(sql)).as(sql).hasMessageContaining("permission denied");
                }
            }
        }
    }

    @Test
    void an_account_reads_its_own_events_newest_first_page_by_page() {
        AuditReader reader = rooms.get(AuditReader.class);
        List<String> actions = new ArrayList<>();
        String cursor = null;
        do {
            AuditPage<AuditEntry> page = reader.events(ACCOUNT, null, cursor, 3);
            page.items().forEach(entry -> actions.add(entry.action()));
            cursor = page.nextCursor();
        } while (cursor != null);

        assertThat(actions).hasSize(10).startsWith("test.step9", "test.step8").endsWith("test.step0");
        assertThat(reader.events(ACCOUNT, "row:3", null, 50).items())
                .singleElement()
                .satisfies(entry -> assertThat(entry.subject())
                        .isEqualTo(new AuditEvent.Subject("192.0.2.7", "Browser 1.0", "a@example.org")));
        assertThat(reader.events(new UUID(0, 99), null, null, 50).items()).isEmpty();
        assertThat(reader.vendsOf(ACCOUNT, VEND.integrationId(), null, 4).items())
                .hasSize(4);
        assertThat(reader.vendsToday(ACCOUNT, VEND.integrationId()))
                .containsExactly(new AuditReader.ActorCount("key:7", 5));
        assertThatThrownBy(() -> reader.events(ACCOUNT, null, "x';--", 3)).hasMessageContaining("cursor");
    }

    private Rooms open() throws SQLException {
        return Rooms.with("database", "jobs", "encryption", "audit")
                .clock(clock)
                .set("concierge.audit.seal-every", "0s")
                .open();
    }

    private void record(String action) {
        AuditEvent event = AuditEvent.done(ACCOUNT, "person:1", action, "row:" + action.charAt(action.length() - 1))
                .with("fact", "value")
                .from(new AuditEvent.Subject("192.0.2.7", "Browser 1.0", "a@example.org"));
        rooms.get(AccountScope.class)
                .run(ACCOUNT, _ -> rooms.get(AuditTrail.class).record(event));
    }

    private AuditSealer sealer() {
        return rooms.get(AuditSealer.class);
    }

    private List<ChainReport> verify(Anchor... anchors) {
        return rooms.get(AuditVerifier.class).verify(List.of(anchors));
    }

    private @Nullable AuditFault fault() {
        return verify().getFirst().fault();
    }

    private UUID id(String action) throws SQLException {
        try (Connection owner = rooms.asOwner();
                Statement statement = owner.createStatement();
                var row = statement.executeQuery("select id from audit_events where action = '" + action + "'")) {
            assertThat(row.next()).isTrue();
            return row.getObject(1, UUID.class);
        }
    }

    private void asOwner(String sql) throws SQLException {
        try (Connection owner = rooms.asOwner();
                Statement statement = owner.createStatement()) {
            statement.execute(sql);
        }
    }
}
