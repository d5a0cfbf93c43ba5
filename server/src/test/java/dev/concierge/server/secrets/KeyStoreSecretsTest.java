package dev.concierge.server.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.encryption.KeyRing;
import dev.concierge.server.jobs.JobRunner;
import dev.concierge.server.support.Api;
import dev.concierge.server.support.Page;
import dev.concierge.server.support.SettableClock;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import dev.concierge.server.web.Role;
import dev.concierge.testing.vault.VaultStandIn;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Two servers whose data keys a Vault wraps: a rotation from its beginning to the end of the old key, with Vault sealed in between. Vends never wait for
 * Vault, and nothing of its tokens and of what it opened is in a log, a page or the database.
 */
@Tag("security")
class KeyStoreSecretsTest {
    private static final String PAGE = "/admin/keys";

    private final VaultStandIn vault = VaultStandIn.start(new SettableClock());
    private final HttpClient http = HttpClient.newHttpClient();
    private Captured log;
    private World world;
    private Visitor admin;

    @BeforeEach
    void start() {
        log = new Captured();
        vault.key("concierge");
        String secretId =
                vault.role("a-role", VaultStandIn.policy("concierge"), Duration.ofHours(1), Duration.ofDays(30), 10);
        Map<String, String> settings = new HashMap<>();
        settings.put("KEY_STORE", "vault");
        settings.put("ENCRYPTION_KEY", "");
        settings.put("VAULT_ADDR", vault.address().toString());
        settings.put("VAULT_TRANSIT_KEY", "concierge");
        settings.put("VAULT_ROLE_ID", "a-role");
        settings.put("VAULT_SECRET_ID", secretId);
        settings.put("VAULT_PATIENCE", "0s");
        settings.put("LOG_LEVEL", "TRACE");
        world = World.start(2, settings);
        admin = world.visitor().signUp().raisedTo(Role.ADMIN);
    }

    @AfterEach
    void stop() {
        http.close();
        world.close();
        vault.close();
        log.close();
    }

    private void everyNodeHears(boolean well) {
        for (int node = 0; node < 2; node++) {
            assertThat(world.node(node).bean(KeyRing.class).reload()).isEqualTo(well);
        }
    }

    private Page rotate() {
        return admin.browser().submit(admin.open(PAGE), "form[action='/admin/keys/rotate']", Map.of("sure", "true"));
    }

    private void work() throws Exception {
        world.server().bean(JobRunner.class).run("vault.reencrypt");
    }

    @Test
    @DisplayName("G-01 a rotation under Vault, sealed in between: no vend fails, and nothing secret is anywhere")
    void a_rotation_under_vault() throws Exception {
        UUID integration = admin.connected(Visitor.LINH_WORK);
        String key = admin.apiKey("tokens:vend");
        Api here = new Api(http, world.node(0), world.url("/"), key);
        Api there = new Api(http, world.node(1), world.url("/"), key);
        String token = here.token(integration).json().path("accessToken").asString();
        StringBuilder pages = new StringBuilder(admin.open(PAGE).body());
        assertThat(pages).contains("Vault transit/concierge, version 1");

        vault.sealed(true);
        Page refused = rotate();
        pages.append(refused.body());
        assertThat(refused.text()).contains("The key store did not wrap the new key.", "Vault is sealed");
        assertThat(there.token(integration).json().path("accessToken").asString())
                .isEqualTo(token);
        vault.sealed(false);

        pages.append(rotate().body());
        everyNodeHears(true);
        vault.sealed(true);
        work();
        for (Api node : new Api[] {here, there}) {
            assertThat(node.token(integration).json().path("accessToken").asString())
                    .isEqualTo(token);
        }
        assertThat(admin.open(PAGE).text()).contains("Everything is under the new key");
        world.advance(Duration.ofMinutes(21));
        work();
        assertThat(admin.open(PAGE).text())
                .as("nothing is destroyed without Vault")
                .contains("Everything is under");
        vault.sealed(false);
        work();
        everyNodeHears(true);
        pages.append(admin.open(PAGE).body());
        assertThat(pages).contains("The old key is destroyed");

        nothingSecretIn(log.text(), "the log");
        nothingSecretIn(pages.toString(), "pages");
        nothingSecretIn(Dump.of(world.database().owner()), "the database");
        assertThat(log.text()).contains("The retired data keys stay for now: Vault is sealed");
    }

    private void nothingSecretIn(String text, String place) {
        SecretSearch search = new SecretSearch();
        int number = 0;
        for (String secret : vault.secrets()) {
            search.add("secret " + number++, secret);
        }
        for (String plain : vault.plaintexts()) {
            search.add("plaintext " + number++, plain);
            search.add(
                    "its bytes " + number++,
                    HexFormat.of().formatHex(Base64.getDecoder().decode(plain)));
        }
        assertThat(search.count()).isGreaterThan(10);
        assertThat(text).as(place).isNotEmpty();
        assertThat(search.in(text)).as(place).isEmpty();
    }
}
