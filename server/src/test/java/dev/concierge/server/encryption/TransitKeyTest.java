package dev.concierge.server.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.concierge.server.database.SystemScope;
import dev.concierge.server.rooms.MovableClock;
import dev.concierge.testing.vault.VaultStandIn;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** F-05: data keys that a transit engine wraps: what is stored, what opens it, and what is refused before anything is stored. */
@Tag("security")
class TransitKeyTest {
    private static final UUID ROW = UUID.fromString("018f0000-0000-7000-8000-000000000001");
    private static final Binding PLACE = new Binding("grants", "access_token", ROW, ROW, 1);

    private final MovableClock clock = new MovableClock(Instant.parse("2026-11-21T08:00:00Z"));
    private VaultStandIn vault;
    private String token;
    private Map<String, String> settings;

    @BeforeEach
    void start() {
        vault = VaultStandIn.start(clock);
        vault.key(VaultNode.KEY);
        token = vault.token(VaultStandIn.policy(VaultNode.KEY));
        settings = VaultNode.settings(vault, token);
    }

    @AfterEach
    void stop() {
        vault.close();
    }

    private VaultNode open() {
        return VaultNode.open(clock, settings, null);
    }

    private static Ciphertext seal(VaultNode node) {
        return node.cipher().encrypt(Secret.of("a token"), PLACE);
    }

    private static String open(VaultNode node, Ciphertext ciphertext) throws UnreadableException {
        return node.cipher().decrypt(ciphertext, PLACE).reveal();
    }

    @Test
    @DisplayName("the first node makes the keys and Vault wraps them; the next opens them, without ENCRYPTION_KEY")
    void the_first_node_makes_the_keys_and_the_next_opens_them() throws UnreadableException {
        try (VaultNode here = open();
                VaultNode there = VaultNode.open(clock, settings, here)) {
            assertThat(open(there, seal(here))).isEqualTo("a token");
            assertThat(here.wrappedBy()).isEqualTo(new WrappedBy("Vault transit/concierge", 1));
            assertThat(new String(here.stored(), StandardCharsets.US_ASCII))
                    .startsWith("concierge keyset by transit v1\ntransit/concierge\nkeys ")
                    .contains(DataKey.name(here.ring().primary()), "vault:v1:");

            RingChange.Changed changed = (RingChange.Changed) here.rotate();
            Ciphertext fresh = seal(here);
            assertThat(fresh.keyId()).hasValue((int) changed.primary());
            assertThat(open(there, fresh)).isEqualTo("a token");
        }
    }

    @Test
    @DisplayName("a newer version of Vault's key: rewrap moves to it, and the older one may go")
    void a_newer_version_of_the_key() throws UnreadableException {
        try (VaultNode node = open()) {
            Ciphertext old = seal(node);
            vault.rotate(VaultNode.KEY);
            assertThat(node.wrappedBy().version()).isOne();
            assertThat(node.ring().newestOuterVersion()).hasValue(2);

            vault.minDecryptionVersion(VaultNode.KEY, 2);
            assertThatThrownBy(node::start)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("min_decryption_version");
            assertThat(node.rewrap()).as("what does not open").isEqualTo(new RingChange.WrappedOtherwise());
            vault.minDecryptionVersion(VaultNode.KEY, 1);

            assertThat(node.rewrap()).isInstanceOf(RingChange.Changed.class);
            assertThat(node.wrappedBy().version()).isEqualTo(2);
            vault.minDecryptionVersion(VaultNode.KEY, 2);
            assertThat(node.start().primary()).isEqualTo(node.ring().primary());
            assertThat(open(node, old)).isEqualTo("a token");
        }
    }

    @Test
    @DisplayName(
            "F-05 Vault's ciphertext of some data keys does not open in the place of others, of this installation or another")
    void a_wrapped_keyset_opens_in_its_place_alone() {
        try (VaultNode node = open();
                VaultNode another = open()) {
            byte[] first = node.stored();
            TransitFrame before = node.frame();
            node.rotate();
            TransitFrame after = node.frame();
            byte[] second = node.stored();
            assertThat(after.ids()).isNotEqualTo(before.ids());

            for (TransitFrame forged : new TransitFrame[] {
                new TransitFrame(after.key(), after.ids(), before.ciphertext()),
                new TransitFrame(after.key(), before.ids(), after.ciphertext()),
                new TransitFrame(after.key(), after.ids(), another.frame().ciphertext())
            }) {
                node.put(forged.bytes());
                assertThatThrownBy(node::start)
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("does not open this database's keys");
            }
            node.put(first);
            assertThatThrownBy(node::start)
                    .as("an older row under the newer check value")
                    .hasMessageContaining("does not open");
            node.put(another.stored());
            assertThatThrownBy(node::start).as("the whole row of another").hasMessageContaining("does not open");
            node.put(new TransitFrame("kms/elsewhere", after.ids(), before.ciphertext()).bytes());
            assertThatThrownBy(node::start).hasMessageContaining("They were wrapped by Vault kms/elsewhere.");
            node.put(new TransitFrame("kms/moved", after.ids(), after.ciphertext()).bytes());
            assertThat(node.start().primary())
                    .as("a mount that was moved")
                    .isEqualTo(node.ring().primary());
            node.put(second);
            assertThat(node.start().primary()).isEqualTo(node.ring().primary());
        }
    }

    @Test
    @DisplayName("an engine that binds nothing is found out before anything is stored under it")
    void an_engine_that_binds_nothing_is_refused() {
        vault.knowsNoAssociatedData();

        assertThatThrownBy(this::open)
                .hasRootCauseMessage(
                        "Vault transit/concierge does not bind associated_data; a newer Vault does (1.13 or later).");
    }

    @Test
    @DisplayName(
            "a key that is not there is never made by encrypting under it, and one that can be taken out is refused")
    void a_key_that_is_not_there_or_not_fit() {
        settings.put("concierge.transit.key", "other");
        var all = new java.util.HashSet<>(VaultStandIn.policy("other"));
        all.add("create transit/encrypt/other");
        settings.put("concierge.transit.token", vault.token(all));

        assertThatThrownBy(this::open)
                .hasRootCauseMessage("Vault knows no key transit/other; look at VAULT_TRANSIT_MOUNT, VAULT_TRANSIT_KEY"
                        + " and VAULT_NAMESPACE.");
        assertThat(vault.heard()).noneMatch(line -> line.contains("/encrypt/"));

        vault.key("other", "aes256-gcm96", true);
        assertThatThrownBy(this::open).rootCause().hasMessageContaining("can be taken out of it");
        vault.key("other", "ed25519", false);
        assertThatThrownBy(this::open).rootCause().hasMessageContaining("must be of type aes256-gcm96");
        assertThat(vault.heard()).noneMatch(line -> line.contains("/encrypt/"));
    }

    @Test
    @DisplayName("a policy that lets encrypt but not open is found out before anything is stored")
    void a_policy_that_lets_encrypt_but_not_open() {
        var half = new java.util.HashSet<>(VaultStandIn.policy(VaultNode.KEY));
        half.remove("update transit/decrypt/concierge");
        settings.put("concierge.transit.token", vault.token(half));

        assertThatThrownBy(this::open).rootCause().hasMessageContaining("its policy lacks that path");
    }

    @Test
    @DisplayName("from ENCRYPTION_KEY to Vault and back; whoever has both settings follows without a restart")
    void from_the_environment_to_vault_and_back() throws UnreadableException {
        String key = "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA=";
        Map<String, String> both = new java.util.HashMap<>(settings);
        both.put("concierge.encryption-key", key);
        Map<String, String> back = new java.util.HashMap<>(both);
        back.put("concierge.key-store", "environment");
        Map<String, String> alone = Map.of("concierge.encryption-key", key);
        try (VaultNode old = VaultNode.open(clock, alone, null);
                VaultNode moving = VaultNode.open(clock, both, old)) {
            Ciphertext kept = seal(old);
            assertThatThrownBy(() -> VaultNode.open(clock, settings, old))
                    .rootCause()
                    .hasMessageContaining("wrapped by ENCRYPTION_KEY, which is missing");
            assertThat(moving.rotate()).isInstanceOf(RingChange.Changed.class);
            assertThat(moving.wrappedBy()).as("only a rewrap moves them").isEqualTo(new WrappedBy("ENCRYPTION_KEY", 0));

            assertThat(moving.rewrap()).isInstanceOf(RingChange.Changed.class);
            assertThat(moving.wrappedBy().version()).isOne();
            assertThat(moving.ring().reload()).isTrue();
            assertThat(old.ring().reload()).as("it has no way to Vault").isFalse();
            assertThat(open(old, kept)).isEqualTo("a token");
            assertThatThrownBy(() -> VaultNode.open(clock, alone, old))
                    .rootCause()
                    .hasMessageContaining("wrapped by Vault");

            try (VaultNode returning = VaultNode.open(clock, back, old)) {
                assertThat(returning.rewrap()).isInstanceOf(RingChange.Changed.class);
                assertThat(returning.wrappedBy()).isEqualTo(new WrappedBy("ENCRYPTION_KEY", 0));
            }
            vault.sealed(true);
            try (VaultNode again = VaultNode.open(clock, alone, old)) {
                assertThat(open(again, kept)).isEqualTo("a token");
            }
        }
    }

    @Test
    @DisplayName("no key store is called inside a transaction")
    void no_call_inside_a_transaction() {
        try (VaultNode node = open()) {
            int before = vault.heard().size();
            assertThatThrownBy(() -> node.rooms()
                            .get(SystemScope.class)
                            .call(_ -> node.ring().prepareRotation()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("inside a transaction");
            assertThat(vault.heard()).hasSize(before);
        }
    }
}
