package dev.concierge.server.imports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.encryption.Secret;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

@Tag("security")
class ImportSettingsTest {
    private static ImportSettings bound(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values)).bindOrCreate("concierge", ImportSettings.class);
    }

    @Test
    void by_default_there_is_no_key() {
        assertThat(bound(Map.of()).legacyKeys()).isNull();
        assertThat(bound(Map.of("concierge.legacy-encryption-key", " ")).legacyKeys())
                .isNull();
    }

    @Test
    void the_key_is_mapped_and_never_shown() {
        ImportSettings settings = bound(Map.of("concierge.legacy-encryption-key", "b2xkIGtleQ=="));

        assertThat(settings.legacyKeys()).isEqualTo(Secret.of("b2xkIGtleQ=="));
        assertThat(settings).hasToString("ImportSettings[secret]");
    }
}
