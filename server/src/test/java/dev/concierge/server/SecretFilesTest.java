package dev.concierge.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/** {@code NAME_FILE} for every {@code NAME}. */
@Tag("security")
class SecretFilesTest {
    @TempDir
    Path folder;

    private static ConfigurableEnvironment environment(Map<String, Object> variables) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("test", variables));
        new SecretFiles().postProcessEnvironment(environment, new SpringApplication());
        return environment;
    }

    private String file(String content) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "value", ".txt"), content)
                .toString();
    }

    @Test
    void a_file_gives_the_value_without_its_line_end() throws IOException {
        ConfigurableEnvironment environment = environment(Map.of(
                "ENCRYPTION_KEY_FILE", file("key one\n"),
                "POSTGRES_OWNER_PASSWORD_FILE", file("two\r\n"),
                "POSTGRES_ADMIN_PASSWORD_FILE", file("three"),
                "ACME_CORP_CLIENT_SECRET_FILE", file("four\n\n")));
        assertThat(environment.getProperty("ENCRYPTION_KEY")).isEqualTo("key one");
        assertThat(environment.getProperty("POSTGRES_OWNER_PASSWORD")).isEqualTo("two");
        assertThat(environment.getProperty("POSTGRES_ADMIN_PASSWORD")).isEqualTo("three");
        assertThat(environment.getProperty("ACME_CORP_CLIENT_SECRET")).isEqualTo("four\n");
    }

    @Test
    void a_name_that_only_ends_like_one_is_left_alone() {
        ConfigurableEnvironment environment =
                environment(Map.of("TRUSTED_CA_FILE", "/etc/ca.pem", "XAUTHORITY_FILE", "/nowhere"));
        assertThat(environment.getProperty("TRUSTED_CA")).isNull();
        assertThat(environment.getProperty("XAUTHORITY")).isNull();
    }

    @Test
    void missing_unreadable_and_doubly_given_ones_are_told_all_at_once() throws IOException {
        Map<String, Object> variables = Map.of(
                "SECRET_KEY_FILE",
                "/nowhere/key",
                "ENCRYPTION_KEY_FILE",
                folder.toString(),
                "POSTGRES_PASSWORD",
                "a",
                "POSTGRES_PASSWORD_FILE",
                file("b"));
        assertThatThrownBy(() -> environment(variables))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ENCRYPTION_KEY_FILE cannot be read: " + folder + ".\n"
                        + "POSTGRES_PASSWORD and POSTGRES_PASSWORD_FILE are both given; give one.\n"
                        + "SECRET_KEY_FILE cannot be read: /nowhere/key.");
    }
}
