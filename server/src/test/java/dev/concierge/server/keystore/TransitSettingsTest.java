package dev.concierge.server.keystore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** What an operator may say about the key store, and one line for each thing that is wrong with it. */
@Tag("security")
class TransitSettingsTest {
    private static final String TOKEN = "hvs.a-token-of-a-test";

    private static TransitSettings bound(Map<String, String> values) {
        Map<String, String> all = new HashMap<>();
        values.forEach((name, value) -> all.put("concierge.transit." + name, value));
        return new Binder(new MapConfigurationPropertySource(all))
                .bindOrCreate("concierge.transit", TransitSettings.class);
    }

    private static Map<String, String> good() {
        return new HashMap<>(Map.of("address", "https://vault.example.org:8200", "key", "concierge", "token", TOKEN));
    }

    @Test
    void what_is_needed_and_what_is_so_without_it() {
        TransitSettings settings = bound(good()).checked();

        assertThat(settings.named()).isEqualTo("transit/concierge");
        assertThat(settings.path("encrypt")).isEqualTo("transit/encrypt/concierge");
        assertThat(settings.server()).hasToString("https://vault.example.org:8200");
        assertThat(settings.patience()).hasSeconds(60);
        assertThat(settings.namespace()).isNull();
        assertThat(settings.caPath()).isNull();
        assertThat(settings).asString().doesNotContain(TOKEN);
    }

    @Test
    void everything_that_is_missing_is_said_at_once() {
        assertThatThrownBy(() -> bound(Map.of()).checked())
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .satisfies(said -> assertThat(said.lines())
                        .hasSize(3)
                        .anyMatch(line -> line.startsWith("VAULT_ADDR is missing"))
                        .anyMatch(line -> line.startsWith("VAULT_TRANSIT_KEY is missing"))
                        .anyMatch(line -> line.startsWith("No way to sign in to Vault")));
    }

    @ParameterizedTest
    @CsvSource({
        "address, http://vault.example.org:8200, VAULT_ADDR must be https",
        "address, http://127.0.0.1.example.org:8200, VAULT_ADDR must be https",
        "address, https://vault.example.org/v1, VAULT_ADDR must be https",
        "address, https://user:word@vault.example.org, VAULT_ADDR must be https",
        "address, vault.example.org:8200, VAULT_ADDR must be https",
        "address, https://vault example, VAULT_ADDR must be https",
        "key, ../sys/seal, VAULT_TRANSIT_KEY is no name",
        "key, two/parts, VAULT_TRANSIT_KEY is no name",
        "mount, transit?x=y, VAULT_TRANSIT_MOUNT is no path",
        "mount, ../sys, VAULT_TRANSIT_MOUNT is no path",
        "namespace, 'a b', VAULT_NAMESPACE is no name",
        "token, root, VAULT_TOKEN is too short",
        "role-id, a-role, Two ways to sign in",
        "patience, 11m, VAULT_PATIENCE must be",
        "patience, -1s, VAULT_PATIENCE must be"
    })
    void what_is_wrong_or_weak_stops_the_start_with_its_line(String name, String value, String line) {
        Map<String, String> values = good();
        values.put(name, value);

        assertThatThrownBy(() -> bound(values).checked())
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .startsWith(line)
                .satisfies(said -> assertThat(said.lines()).hasSize(1))
                .doesNotContain(TOKEN);
    }

    @Test
    void plain_http_is_for_this_machine_alone() {
        for (String address : new String[] {"http://127.0.0.1:8200", "http://localhost:8200/", "http://[::1]:8200"}) {
            Map<String, String> values = good();
            values.put("address", address);
            assertThat(bound(values).checked().server().getPort()).isEqualTo(8200);
        }
    }

    @Test
    void a_role_needs_its_secret_id() {
        Map<String, String> values = good();
        values.remove("token");
        values.put("role-id", "a-role");
        assertThatThrownBy(() -> bound(values).checked()).hasMessageContaining("belong together");

        values.put("secret-id-file", "/run/secrets/vault");
        assertThat(bound(values).checked().roleId()).isEqualTo("a-role");
    }

    @Test
    void a_file_of_a_token_wins_over_what_was_read_from_it_at_the_start() {
        Map<String, String> values = good();
        values.put("token", "short");
        values.put("token-file", "/run/vault/token");

        assertThat(bound(values).checked().tokenFile()).isEqualTo("/run/vault/token");
    }
}
