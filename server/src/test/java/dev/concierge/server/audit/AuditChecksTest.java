package dev.concierge.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.rooms.MovableClock;
import dev.concierge.server.rooms.Rooms;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** F-10: verification in the background, with a result that stays. */
@Tag("security")
@DisplayName("F-10 the trail is checked by itself, and what is broken is told")
class AuditChecksTest {
    private static final UUID ACCOUNT = new UUID(0, 1);
    private static final int SEALS = 3 * AuditChecks.SEALS_AT_ONCE + 5;
    private static final AuditEvent.Subject FROM = new AuditEvent.Subject("192.0.2.7", "Agent/1", null);

    private final MovableClock clock = new MovableClock(Instant.parse("2026-11-21T08:00:00Z"));
    private Rooms rooms;

    @BeforeEach
    void sixty_five_seals_of_two_events() {
        rooms = Rooms.with("database", "jobs", "encryption", "audit")
                .clock(clock)
                .set("concierge.audit.seal-every", "0s")
                .open();
        for (int seal = 0; seal < SEALS; seal++) {
            record(rooms, "test.a" + seal);
            record(rooms, "test.b" + seal);
            rooms.get(AuditSealer.class).seal();
        }
    }

    @AfterEach
    void close() {
        rooms.close();
    }

    private static void record(Rooms at, String action) {
        at.get(AuditTrail.class).recordAlone(AuditEvent.done(ACCOUNT, "system", action, null));
    }

    private AuditCheck ask() {
        return rooms.get(AuditChecks.class).ask(ACCOUNT, "person:" + ACCOUNT, FROM);
    }

    private AuditCheck latest() {
        return rooms.get(AuditChecks.class).latest(1).getFirst();
    }

    @Test
    void an_untouched_trail_is_intact_and_the_result_stays() {
        AuditCheck asked = ask();
        assertThat(asked.state()).isEqualTo(AuditCheck.State.WAITING);
        assertThat(asked.total()).isEqualTo(SEALS);
        assertThat(ask().id()).as("one at a time").isEqualTo(asked.id());

        rooms.get(AuditChecks.class).work();

        assertThat(latest()).satisfies(check -> {
            assertThat(check.id()).isEqualTo(asked.id());
            assertThat(check.state()).isEqualTo(AuditCheck.State.INTACT);
            assertThat(check.percent()).isEqualTo(100);
            assertThat(check.seals()).isEqualTo(SEALS);
            assertThat(check.rows()).isEqualTo(2L * SEALS);
            assertThat(check.report().lines()).hasSize(2).allMatch(line -> line.contains("intact"));
            assertThat(check.finishedAt()).isNotNull();
        });
        assertThat(rooms.get(AlertBook.class).waiting()).isZero();
        assertThat(ask().id()).as("the next one").isNotEqualTo(asked.id());
    }

    @Test
    @DisplayName(
            "a node that stops leaves the rest to another, which begins at the last good seal and looks at each once")
    void another_node_goes_on_where_one_stopped() {
        ask();
        rooms.get(AuditChecks.class).step(place());
        rooms.get(AuditChecks.class).step(place());
        assertThat(latest().seals()).isEqualTo(2L * AuditChecks.SEALS_AT_ONCE);
        assertThat(latest().percent()).isBetween(50, 70);

        try (Rooms other = Rooms.with("database", "jobs", "encryption", "audit")
                .beside(rooms)
                .clock(clock)
                .set("concierge.audit.seal-every", "0s")
                .open()) {
            other.get(AuditChecks.class).work();
        }

        assertThat(latest().state()).isEqualTo(AuditCheck.State.INTACT);
        assertThat(latest().seals()).isEqualTo(SEALS);
        assertThat(latest().rows()).isEqualTo(2L * SEALS);
    }

    private AuditCheckRepository.Place place() {
        return rooms.get(dev.concierge.server.database.SystemScope.class)
                .call(rooms.get(AuditCheckRepository.class)::open)
                .orElseThrow();
    }

    @Test
    void a_broken_trail_is_said_where_it_is_and_raises_an_alert() throws SQLException {
        UUID id = id("test.a41");
        asOwner("update audit_events set action = 'test.other' where id = '" + id + "'");
        ask();

        rooms.get(AuditChecks.class).work();

        assertThat(latest().state()).isEqualTo(AuditCheck.State.BROKEN);
        assertThat(latest().report()).contains("BROKEN", id.toString());
        assertThat(rooms.get(AlertBook.class)
                        .page(ACCOUNT, AlertQuery.ALL, null, 10)
                        .items())
                .singleElement()
                .satisfies(alert -> {
                    assertThat(alert.kind()).isEqualTo(AlertKind.AUDIT_BROKEN);
                    assertThat(alert.detail()).contains(id.toString());
                });
    }

    @Test
    void the_seal_that_a_walk_was_left_at_is_changed_or_deleted_meanwhile() throws SQLException {
        ask();
        rooms.get(AuditChecks.class).step(place());
        asOwner("delete from audit_seals where chain = 'events' and sequence = " + AuditChecks.SEALS_AT_ONCE);

        rooms.get(AuditChecks.class).work();

        assertThat(latest().state()).isEqualTo(AuditCheck.State.BROKEN);
        assertThat(latest().report()).contains("seal " + AuditChecks.SEALS_AT_ONCE);
    }

    @Test
    void a_cut_end_is_seen_while_this_node_knows_a_later_seal() throws SQLException {
        asOwner("delete from audit_events where action in ('test.a64', 'test.b64')");
        asOwner("delete from audit_seals where chain = 'events' and sequence = " + SEALS);
        ask();

        rooms.get(AuditChecks.class).work();

        assertThat(latest().state()).isEqualTo(AuditCheck.State.BROKEN);
        assertThat(latest().report()).contains("cut off");
    }

    private UUID id(String action) {
        return rooms.database()
                .owner()
                .sql("select id from audit_events where action = :action")
                .param("action", action)
                .query(UUID.class)
                .single();
    }

    private void asOwner(String sql) throws SQLException {
        try (Connection connection = rooms.asOwner();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
