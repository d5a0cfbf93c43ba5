package dev.concierge.server.encryption;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.database.SystemScope;
import dev.concierge.server.rooms.Rooms;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** F-04: with random nonces a key may encrypt 2^32 messages, so they are counted, by every node and cheaply. */
@Tag("security")
class KeyUseTest {
    private static final UUID ROW = UUID.fromString("018f0000-0000-7000-8000-000000000001");
    private static final Binding PLACE = new Binding("grants", "access_token", ROW, ROW, 1);

    private Rooms here;
    private Rooms there;

    @BeforeEach
    void open() {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        String key = Base64.getEncoder().encodeToString(random);
        here = Rooms.with("database", "encryption")
                .set("concierge.encryption-key", key)
                .open();
        there = Rooms.with("database", "encryption")
                .set("concierge.encryption-key", key)
                .beside(here)
                .open();
    }

    @AfterEach
    void close() {
        there.close();
        here.close();
    }

    private static void seal(Rooms node, int messages) {
        for (int message = 0; message < messages; message++) {
            var _ = node.get(RowCipher.class).encrypt(Secret.of("a token"), PLACE);
        }
    }

    private static void look(Rooms node) {
        assertThat(node.get(KeyRing.class).reload()).isTrue();
    }

    private long messages(long key) {
        KeyRing ring = here.get(KeyRing.class);
        return here.get(SystemScope.class).call(jdbc -> ring.keys(jdbc)).stream()
                .filter(one -> one.id() == key)
                .mapToLong(DataKey::messages)
                .sum();
    }

    @Test
    @DisplayName("F-04 the messages under a key are counted over all nodes, and not by a write for each")
    void messages_are_counted_by_node_and_written_now_and_then() {
        long key = here.get(KeyRing.class).primary();
        look(here);
        long before = messages(key);

        seal(here, 5);
        seal(there, 2);
        assertThat(messages(key)).as("in memory").isEqualTo(before);
        look(here);
        assertThat(messages(key)).isEqualTo(before + 5);
        look(there);

        assertThat(messages(key)).isEqualTo(before + 7);
        look(here);
        assertThat(messages(key)).as("each once").isEqualTo(before + 7);
    }

    @Test
    @DisplayName("F-04 a new key begins at nothing, and the old one keeps its count")
    void a_new_key_begins_at_nothing() {
        KeyRing ring = here.get(KeyRing.class);
        long old = ring.primary();
        seal(here, 3);
        look(here);
        long before = messages(old);
        PreparedRing prepared = ring.prepareRotation();
        assertThat(here.get(SystemScope.class).<RingChange>call(jdbc -> ring.store(jdbc, prepared)))
                .isInstanceOf(RingChange.Changed.class);
        look(here);

        seal(here, 2);
        look(here);

        assertThat(ring.primary()).isNotEqualTo(old);
        assertThat(messages(ring.primary())).isEqualTo(2);
        assertThat(messages(old)).isEqualTo(before);
    }
}
