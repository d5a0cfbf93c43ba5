package dev.concierge.server.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.rooms.MovableClock;
import dev.concierge.server.support.Certificates;
import dev.concierge.testing.vault.VaultStandIn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Vault that is away, sealed, hanging or refusing, at the start and later, and tokens that come and go. */
@Tag("security")
class VaultAwayTest {
    private static final UUID ROW = UUID.fromString("018f0000-0000-7000-8000-000000000001");
    private static final Binding PLACE = new Binding("grants", "access_token", ROW, ROW, 1);

    private final MovableClock clock = new MovableClock(Instant.parse("2026-11-21T08:00:00Z"));
    private VaultStandIn vault;
    private String token;
    private Map<String, String> settings;

    @TempDir
    private Path folder;

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

    private static void refusedAtStart(VaultNode node, String sentence) {
        assertThatThrownBy(node::start)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(sentence);
    }

    private static void awayAtStart(VaultNode node, String sentence) {
        assertThatThrownBy(node::start).isInstanceOfSatisfying(ProblemException.class, problem -> {
            assertThat(problem.type()).isEqualTo(ProblemType.UNAVAILABLE);
            assertThat(problem.detail()).isEqualTo(sentence);
        });
    }

    @Test
    @DisplayName("sealed at the start: it is waited for, and opens when it is unsealed")
    void sealed_at_the_start_and_unsealed_in_time() {
        settings.put("concierge.transit.patience", "10m");
        try (VaultNode node = open()) {
            vault.sealed(true);
            List<Duration> pauses = VaultNode.pauses();

            KeyRing ring = node.start(node.rooms().get(OuterKeys.class), pause -> {
                pauses.add(pause);
                vault.sealed(pauses.size() < 3);
            });

            assertThat(ring.primary()).isEqualTo(node.ring().primary());
            assertThat(pauses).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));
        }
    }

    @Test
    @DisplayName("sealed all the time: the wait is bounded, and the end says why")
    void sealed_all_the_time() {
        settings.put("concierge.transit.patience", "20s");
        try (VaultNode node = open()) {
            vault.sealed(true);
            List<Duration> pauses = VaultNode.pauses();

            assertThatThrownBy(() -> node.start(node.rooms().get(OuterKeys.class), pauses::add))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            problem ->
                                    assertThat(problem.detail()).isEqualTo("Vault is sealed or down for maintenance."));
            assertThat(pauses.stream().mapToLong(Duration::toSeconds).sum()).isBetween(15L, 28L);
        }
    }

    @Test
    @DisplayName("hanging, standing by, overloaded, broken, gone: away, each with its sentence")
    void away_in_every_way() {
        try (VaultNode node = open()) {
            vault.standby(true);
            awayAtStart(node, "Vault is a standby that redirects; VAULT_ADDR must lead to the active one.");
            vault.standby(false);
            for (int status : new int[] {412, 429, 472, 473, 500, 502}) {
                vault.answerAll(status);
                awayAtStart(node, "Vault answers " + status + ".");
            }
            vault.answerAll(0);
            assertThat(node.start().primary()).isEqualTo(node.ring().primary());
            vault.hold("/decrypt/");
            awayAtStart(node, "Vault does not answer in time.");
            vault.close();
            awayAtStart(node, "Vault cannot be reached.");
        }
    }

    @Test
    @DisplayName("a wrong token, a missing path and another key are refused at once, without a wait")
    void refused_at_once() {
        try (VaultNode node = open()) {
            vault.key(VaultNode.KEY);
            refusedAtStart(node, "Vault transit/concierge does not open this database's keys");
            vault.answerAll(404);
            refusedAtStart(node, "Vault knows no key transit/concierge");
            vault.answerAll(0);
            vault.revoke(token);
            refusedAtStart(node, "Vault refuses transit/decrypt/concierge: the token is wrong or has ended");
        }
    }

    @Test
    @DisplayName(
            "away later: what is held goes on for ever, a rotation is refused and says why, and goes through afterwards")
    void away_later() throws UnreadableException {
        try (VaultNode node = open()) {
            Ciphertext kept = node.cipher().encrypt(Secret.of("a token"), PLACE);
            vault.sealed(true);
            int before = vault.heard().size();
            for (int times = 0; times < 50; times++) {
                assertThat(node.cipher().decrypt(kept, PLACE).reveal()).isEqualTo("a token");
                kept = node.cipher().encrypt(Secret.of("a token"), PLACE);
            }
            assertThat(node.ring().reload()).isTrue();
            assertThat(vault.heard()).as("nobody asks Vault").hasSize(before);

            long version = node.ring().version();
            assertThat(node.rotate())
                    .isEqualTo(new RingChange.StoreRefused("Vault is sealed or down for maintenance.", true));
            assertThat(node.rewrap()).isInstanceOf(RingChange.StoreRefused.class);
            assertThat(node.ring().version()).isEqualTo(version);
            assertThat(node.ring().newestOuterVersion()).isEmpty();

            vault.sealed(false);
            assertThat(node.rotate()).isInstanceOf(RingChange.Changed.class);
            assertThat(node.cipher().decrypt(kept, PLACE).reveal()).isEqualTo("a token");
        }
    }

    @Test
    @DisplayName("keys that another node changed while Vault is away are fetched when it is back")
    void changed_while_vault_is_away_for_one_node() {
        try (VaultNode here = open();
                VaultNode there = VaultNode.open(clock, settings, here)) {
            here.rotate();
            vault.answerAll(503);
            assertThat(there.ring().reload()).isFalse();
            assertThat(there.ring().version()).isOne();
            vault.answerAll(0);
            assertThat(there.ring().reload()).isTrue();
            assertThat(there.ring().primary()).isEqualTo(here.ring().primary());
        }
    }

    @Test
    @DisplayName("a token file that an agent writes anew is read anew; one that is gone is said")
    void a_token_file_that_changes() throws IOException {
        Path file = folder.resolve("token");
        Files.writeString(file, token + "\n");
        settings.put("concierge.transit.token", "");
        settings.put("concierge.transit.token-file", file.toString());
        try (VaultNode node = open()) {
            String next = vault.token(VaultStandIn.policy(VaultNode.KEY));
            vault.revoke(token);
            assertThat(node.rotate()).isInstanceOf(RingChange.StoreRefused.class);
            Files.writeString(file, next + "\n");
            assertThat(node.rotate()).isInstanceOf(RingChange.Changed.class);

            Files.writeString(file, "two\nlines");
            assertThat(node.rotate()).isEqualTo(new RingChange.StoreRefused("VAULT_TOKEN_FILE holds no token.", false));
            Files.delete(file);
            assertThat(node.rotate())
                    .isEqualTo(new RingChange.StoreRefused("VAULT_TOKEN_FILE cannot be read: " + file + ".", false));
        }
    }

    @Test
    @DisplayName("namespace and certificate: Vault is found by both, and by nothing less")
    void namespace_and_certificate() {
        Certificates certificates = Certificates.selfSigned(folder, "ip:127.0.0.1");
        try (VaultStandIn tls = VaultStandIn.start(clock, certificates.context())) {
            tls.key(VaultNode.KEY);
            tls.namespace("team/a");
            Map<String, String> there = VaultNode.settings(tls, tls.token(VaultStandIn.policy(VaultNode.KEY)));
            assertThatThrownBy(() -> VaultNode.open(clock, there, null))
                    .rootCause()
                    .hasMessageContaining("its certificate is not trusted (VAULT_CACERT)");
            there.put("concierge.transit.ca-file", folder.resolve("nothing.pem").toString());
            assertThatThrownBy(() -> VaultNode.open(clock, there, null))
                    .hasStackTraceContaining("VAULT_CACERT cannot be read");
            there.put("concierge.transit.ca-file", certificates.pem().toString());
            assertThatThrownBy(() -> VaultNode.open(clock, there, null))
                    .rootCause()
                    .hasMessageContaining("Vault refuses");
            there.put("concierge.transit.namespace", "team/a");
            try (VaultNode node = VaultNode.open(clock, there, null)) {
                assertThat(node.rotate()).isInstanceOf(RingChange.Changed.class);
            }
        }
    }
}
