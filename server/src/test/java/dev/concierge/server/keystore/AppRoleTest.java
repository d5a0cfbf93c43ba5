package dev.concierge.server.keystore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.concierge.server.encryption.KeyStoreException;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.encryption.Transit;
import dev.concierge.server.rooms.MovableClock;
import dev.concierge.server.rooms.Rooms;
import dev.concierge.testing.vault.VaultStandIn;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signing in by AppRole: the token is renewed before its end, and the secret id is used again only when no renewal helps. */
@Tag("security")
class AppRoleTest {
    private static final Duration LIFE = Duration.ofSeconds(60);
    private static final Duration LONGEST = Duration.ofSeconds(150);
    private static final byte[] PLACE = "a place".getBytes(StandardCharsets.US_ASCII);

    private final MovableClock clock = new MovableClock(Instant.parse("2026-11-21T08:00:00Z"));
    private VaultStandIn vault;
    private Path secretIdFile;

    @TempDir
    private Path folder;

    @BeforeEach
    void start() {
        vault = VaultStandIn.start(clock);
        vault.key("concierge");
        secretIdFile = folder.resolve("secret-id");
    }

    @AfterEach
    void stop() {
        vault.close();
    }

    private void role(int uses) throws IOException {
        Files.writeString(
                secretIdFile, vault.role("a-role", VaultStandIn.policy("concierge"), LIFE, LONGEST, uses) + "\n");
    }

    private Rooms open() {
        return Rooms.with("outbound", "keystore")
                .clock(clock)
                .set("concierge.key-store", "vault")
                .set("concierge.transit.address", vault.address().toString())
                .set("concierge.transit.key", "concierge")
                .set("concierge.transit.role-id", "a-role")
                .set("concierge.transit.secret-id-file", secretIdFile.toString())
                .open();
    }

    private long heard(String path) {
        return vault.heard().stream().filter(line -> line.equals(path)).count();
    }

    private long logins() {
        return heard("POST /v1/auth/approle/login");
    }

    private long renewals() {
        return heard("POST /v1/auth/token/renew-self");
    }

    private static void works(Rooms rooms) throws KeyStoreException {
        Transit transit = rooms.get(Transit.class);
        Secret plain = Secret.of("some keys");
        assertThat(transit.decrypt(transit.encrypt(plain, PLACE), PLACE)).isEqualTo(plain);
    }

    @Test
    @DisplayName("a secret id for one sign-in is enough as long as renewals reach; then a new one is read")
    void renewed_before_its_end_and_signed_in_anew_at_the_longest_life() throws Exception {
        role(1);
        try (Rooms rooms = open()) {
            VaultSignIn signIn = rooms.get(VaultSignIn.class);
            signIn.tick();
            assertThat(logins()).as("nobody needs a token yet").isZero();
            works(rooms);
            signIn.tick();
            assertThat(renewals()).as("more than a third is left").isZero();

            clock.advance(Duration.ofSeconds(40));
            signIn.tick();
            assertThat(renewals()).isOne();
            clock.advance(Duration.ofSeconds(40));
            works(rooms);
            signIn.tick();
            clock.advance(Duration.ofSeconds(40));
            works(rooms);
            assertThat(renewals()).isEqualTo(2);
            assertThat(logins()).isOne();

            role(2);
            signIn.tick();
            clock.advance(Duration.ofSeconds(31));
            signIn.tick();
            works(rooms);
            assertThat(logins())
                    .as("no renewal reaches beyond the longest life")
                    .isEqualTo(2);
        }
    }

    @Test
    @DisplayName("a token that ended or was revoked is replaced by a sign-in; a used secret id is said")
    void a_token_that_ended_is_replaced() throws Exception {
        role(2);
        try (Rooms rooms = open()) {
            works(rooms);
            clock.advance(LIFE);
            works(rooms);
            assertThat(logins()).isEqualTo(2);

            clock.advance(LIFE);
            assertThatThrownBy(() -> works(rooms))
                    .isInstanceOfSatisfying(
                            KeyStoreException.class,
                            e -> assertThat(e.kind()).isEqualTo(KeyStoreException.Kind.REFUSED))
                    .hasMessageStartingWith("Vault refuses VAULT_ROLE_ID with its secret id");
            role(1);
            works(rooms);
            vault.secrets().stream().filter(secret -> secret.startsWith("hvs.")).forEach(vault::revoke);
            role(1);
            works(rooms);
        }
    }

    @Test
    @DisplayName("Vault away when it is time to renew: the token stays, and the next tick renews it")
    void vault_away_when_it_is_time_to_renew() throws Exception {
        role(1);
        try (Rooms rooms = open()) {
            VaultSignIn signIn = rooms.get(VaultSignIn.class);
            works(rooms);
            clock.advance(Duration.ofSeconds(45));
            vault.sealed(true);
            signIn.tick();
            vault.sealed(false);
            signIn.tick();
            clock.advance(Duration.ofSeconds(45));
            works(rooms);
            assertThat(logins()).isOne();
        }
    }
}
