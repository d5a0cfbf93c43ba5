package dev.concierge.server.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.concierge.server.database.SystemScope;
import dev.concierge.server.rooms.Rooms;
import dev.concierge.server.support.TestDatabase;
import dev.concierge.server.support.TestServer;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One data keyset for an installation, whoever starts first and however often, and no other key than the operator's opens it. */
@Tag("security")
class KeysetStartTest {
    private static final Binding PLACE = new Binding("grants", "access_token", new UUID(0, 1), new UUID(0, 2), 1);
    private static final Secret TOKEN = Secret.of("a token of a test");

    private final Rooms rooms = Rooms.with("database").open();
    private final String key = TestServer.Keys.random().encryption();

    @AfterEach
    void close() {
        rooms.close();
    }

    private RowCipher open(String with) {
        return opened(rooms.get(SystemScope.class), with);
    }

    private static RowCipher opened(SystemScope node, String with) {
        return new RowCipher(
                new KeyStart(node, Clock.systemUTC(), OuterKeys.environment(with), Patience.real()).open());
    }

    private long rows() {
        return rooms.database()
                .owner()
                .sql("select count(*) from data_keysets")
                .query(Long.class)
                .single();
    }

    @Test
    void a_restart_reads_what_was_written_before_it() throws Exception {
        Ciphertext before = open(key).encrypt(TOKEN, PLACE);

        assertThat(open(key).decrypt(before, PLACE)).isEqualTo(TOKEN);
        assertThat(open("  " + key + "\n").decrypt(before, PLACE))
                .as("a file's line end is no part of the key")
                .isEqualTo(TOKEN);
        assertThat(rows()).isOne();
    }

    @Test
    void another_key_opens_nothing_and_changes_nothing() throws Exception {
        Ciphertext before = open(key).encrypt(TOKEN, PLACE);
        String other = TestServer.Keys.random().encryption();

        assertThatThrownBy(() -> open(other))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("ENCRYPTION_KEY does not open this database's keys.")
                .message()
                .doesNotContain(other);

        assertThat(open(key).decrypt(before, PLACE)).isEqualTo(TOKEN);
    }

    @Test
    void a_keyset_that_was_changed_in_the_database_is_not_used() throws Exception {
        open(key);
        for (String column : List.of("wrapped", "check_value")) {
            String flip = "update data_keysets set %1$s = set_byte(%1$s, 20, get_byte(%1$s, 20) # 1)".formatted(column);
            rooms.database().owner().sql(flip).update();
            assertThatThrownBy(() -> open(key)).as(column).hasMessageStartingWith("ENCRYPTION_KEY does not open");
            rooms.database().owner().sql(flip).update();
            assertThat(open(key)).isNotNull();
        }
    }

    @Test
    void nodes_that_start_at_once_on_an_empty_database_end_with_the_same_keyset() throws Exception {
        try (Rooms beside = Rooms.with("database").beside(rooms).open()) {
            List<FutureTask<RowCipher>> nodes = new ArrayList<>();
            for (SystemScope node : List.of(rooms.get(SystemScope.class), beside.get(SystemScope.class))) {
                nodes.add(new FutureTask<>(() -> opened(node, key)));
            }
            try (var attacker = rooms.asOwner();
                    var statement = attacker.createStatement()) {
                // Reading goes on, writing waits: each finds nothing and makes a keyset of its own.
                attacker.setAutoCommit(false);
                statement.execute("lock table data_keysets in share row exclusive mode");
                nodes.forEach(node -> Thread.ofPlatform().daemon().start(node));
                while (waiting() < nodes.size()) {
                    Thread.onSpinWait();
                }
                attacker.commit();
            }
            List<RowCipher> opened = new ArrayList<>();
            for (FutureTask<RowCipher> node : nodes) {
                opened.add(node.get(60, TimeUnit.SECONDS));
            }
            Ciphertext of = opened.getFirst().encrypt(TOKEN, PLACE);
            assertThat(opened.getLast().decrypt(of, PLACE)).isEqualTo(TOKEN);
            assertThat(rows()).isOne();
        }
    }

    @Test
    @DisplayName("F-04 two nodes, a restart, and a database that was put back: no nonce twice under the one key")
    void two_nodes_a_restart_and_a_restored_database_repeat_no_nonce() throws Exception {
        int times = 50_000;
        Set<ByteBuffer> nonces = new HashSet<>(times * 8);
        Set<Integer> keys = new HashSet<>();
        open(key);
        byte[] snapshot = rooms.database()
                .owner()
                .sql("select wrapped from data_keysets")
                .query(byte[].class)
                .single();
        for (int start = 0; start < 4; start++) {
            RowCipher cipher = open(key);
            for (int i = 0; i < times; i++) {
                Ciphertext made = cipher.encrypt(TOKEN, PLACE);
                nonces.add(ByteBuffer.wrap(made.bytes(), 5, 12).slice());
                keys.add(made.keyId().orElseThrow());
            }
            rooms.database()
                    .owner()
                    .sql("update data_keysets set wrapped = :snapshot")
                    .param("snapshot", snapshot)
                    .update();
        }
        assertThat(keys).as("all under one key").hasSize(1);
        assertThat(nonces).hasSize(4 * times);
    }

    private long waiting() {
        return TestDatabase.superuser("postgres")
                .sql("select count(*) from pg_stat_activity where datname = :name and wait_event_type = 'Lock'")
                .param("name", rooms.database().name())
                .query(Long.class)
                .single();
    }
}
