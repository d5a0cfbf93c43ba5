package dev.concierge.server.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.concierge.server.database.SystemScope;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.rooms.Rooms;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** F-05: two nodes that hold the data keys while somebody changes them. Neither looks by itself here, so what they hear they hear by need. */
@Tag("security")
class RingOnTwoNodesTest {
    private static final UUID ROW = UUID.fromString("018f0000-0000-7000-8000-000000000001");
    private static final Binding PLACE = new Binding("grants", "access_token", ROW, ROW, 1);

    private Rooms here;
    private Rooms there;

    @BeforeEach
    void open() {
        String key = key();
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

    private static String key() {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        return Base64.getEncoder().encodeToString(key);
    }

    private static RingChange rotate(Rooms node) {
        RingChange change = store(node, node.get(KeyRing.class).prepareRotation());
        assertThat(node.get(KeyRing.class).reload()).isTrue();
        return change;
    }

    private static RingChange store(Rooms node, PreparedRing prepared) {
        return node.get(SystemScope.class).call(jdbc -> node.get(KeyRing.class).store(jdbc, prepared));
    }

    private static Ciphertext seal(Rooms node, String text) {
        return node.get(RowCipher.class).encrypt(Secret.of(text), PLACE);
    }

    private static String open(Rooms node, Ciphertext ciphertext) throws UnreadableException {
        return node.get(RowCipher.class).decrypt(ciphertext, PLACE).reveal();
    }

    @Test
    @DisplayName("F-05 a node opens what another wrote under a key that it has not heard of")
    void a_node_opens_what_another_wrote_under_a_key_that_it_has_not_heard_of() throws UnreadableException {
        Ciphertext old = seal(here, "old");
        long before = there.get(KeyRing.class).version();

        RingChange.Changed changed = (RingChange.Changed) rotate(here);
        Ciphertext fresh = seal(here, "fresh");

        assertThat(fresh.keyId()).hasValue((int) changed.primary());
        assertThat(there.get(KeyRing.class).version()).isEqualTo(before);
        Ciphertext written = seal(there, "by the other, under the old key");
        assertThat(open(there, fresh)).isEqualTo("fresh");
        assertThat(open(there, old)).isEqualTo("old");
        assertThat(open(here, written)).isEqualTo("by the other, under the old key");
        assertThat(seal(there, "now").keyId()).isEqualTo(fresh.keyId());
    }

    @Test
    @DisplayName("F-05 a destroyed key opens nothing any more, on no node")
    void a_destroyed_key_opens_nothing_any_more() throws UnreadableException {
        Ciphertext old = seal(here, "old");
        RingChange.Changed changed = (RingChange.Changed) rotate(here);
        assertThat(there.get(KeyRing.class).reload()).isTrue();
        assertThat(open(there, old)).isEqualTo("old");

        RingChange destroyed = store(here, here.get(KeyRing.class).prepareDestruction(changed.others()));
        assertThat(destroyed).isEqualTo(new RingChange.Changed(changed.primary(), Set.of()));

        for (Rooms node : List.of(here, there)) {
            assertThat(node.get(KeyRing.class).reload()).isTrue();
            assertThatThrownBy(() -> open(node, old)).isInstanceOf(UnreadableException.class);
        }
        List<DataKey> keys =
                here.get(SystemScope.class).call(jdbc -> here.get(KeyRing.class).keys(jdbc));
        assertThat(keys).hasSize(2);
        assertThat(keys.stream().filter(key -> key.destroyedAt() != null).map(DataKey::id))
                .containsExactlyElementsOf(changed.others());
    }

    @Test
    @DisplayName("F-05 a ciphertext that names a key of nobody's does not open")
    void a_ciphertext_that_names_a_key_of_nobodys_does_not_open() {
        byte[] forged = seal(here, "old").bytes();
        forged[2] ^= 0x55;

        assertThatThrownBy(() -> open(here, Ciphertext.of(forged))).isInstanceOf(UnreadableException.class);
    }

    @Test
    @DisplayName("F-05 eight hands rotate at once: no key is lost, and each says truly whether it was first")
    void eight_hands_rotate_at_once() throws Exception {
        int hands = 8;
        List<RingChange> changes = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(hands)) {
            List<Future<RingChange>> running = new ArrayList<>();
            for (int hand = 0; hand < hands; hand++) {
                Rooms node = hand % 2 == 0 ? here : there;
                running.add(
                        threads.submit(() -> store(node, node.get(KeyRing.class).prepareRotation())));
            }
            for (Future<RingChange> one : running) {
                changes.add(one.get());
            }
        }
        assertThat(here.get(KeyRing.class).reload()).isTrue();

        Ring ring = here.get(KeyRing.class).current();
        List<Integer> made = changes.stream()
                .filter(RingChange.Changed.class::isInstance)
                .map(change -> (int) ((RingChange.Changed) change).primary())
                .toList();
        assertThat(made).isNotEmpty();
        assertThat(ring.ids()).hasSize(1 + made.size()).containsAll(made);
        assertThat(ring.version()).isEqualTo(1 + made.size());
        assertThat(changes)
                .allMatch(change -> change instanceof RingChange.Changed || change instanceof RingChange.Overtaken);
    }

    @Test
    @DisplayName(
            "F-05 after a rewrap running nodes go on, and say unavailable, not unreadable, to what they cannot know")
    void after_a_rewrap_running_nodes_go_on() throws UnreadableException {
        String newKey = key();
        Ciphertext old = seal(there, "old");
        RingChange change = store(
                here,
                here.get(KeyRing.class)
                        .prepareRewrap(here.get(OuterKeys.class).given("NEW_ENCRYPTION_KEY", Secret.of(newKey))));
        assertThat(change).isInstanceOf(RingChange.Changed.class);

        assertThat(there.get(KeyRing.class).reload()).isFalse();
        assertThat(open(there, old)).isEqualTo("old");
        assertThat(store(there, there.get(KeyRing.class).prepareRotation()))
                .isEqualTo(new RingChange.WrappedOtherwise());
        try (Rooms restarted = Rooms.with("database", "encryption")
                .set("concierge.encryption-key", newKey)
                .beside(here)
                .open()) {
            assertThat(open(restarted, old)).isEqualTo("old");
            rotate(restarted);
            Ciphertext fresh = seal(restarted, "fresh");
            assertThatThrownBy(() -> open(there, fresh))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            problem -> assertThat(problem.type()).isEqualTo(ProblemType.UNAVAILABLE));
        }
    }

    @Test
    @DisplayName("F-05 the escrow file opens by its passphrase alone, and tells of every change")
    void the_escrow_file_opens_by_its_passphrase_alone() throws UnreadableException {
        Ciphertext old = seal(here, "old");
        rotate(here);
        Ciphertext fresh = seal(here, "fresh");
        Secret passphrase = Secret.of("eleven slow barges at dawn");
        String file = here.get(KeyRing.class).escrow(passphrase);

        KeyEscrow.Opened opened = KeyEscrow.open(file, passphrase);
        assertThat(opened.keys()).hasSize(2).contains(here.get(KeyRing.class).primary());
        assertThat(opened.cipher().decrypt(old, PLACE).reveal()).isEqualTo("old");
        assertThat(opened.cipher().decrypt(fresh, PLACE).reveal()).isEqualTo("fresh");

        assertThatThrownBy(() -> KeyEscrow.open(file, Secret.of("eleven slow barges at dusk")))
                .isInstanceOf(IllegalArgumentException.class);
        for (String changed : List.of(
                file.replace("t=4", "t=5"),
                file.replace("v1", "v2"),
                file.replace("m=65536", "m=9999999"),
                file.substring(0, file.length() - 9),
                "",
                "hello")) {
            assertThatThrownBy(() -> KeyEscrow.open(changed, passphrase)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> here.get(KeyRing.class).escrow(Secret.of("too short")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("16");
    }
}
