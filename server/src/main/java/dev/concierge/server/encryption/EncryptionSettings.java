package dev.concierge.server.encryption;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The operator's keys.
 *
 * @param keyStore {@code KEY_STORE}: {@code environment} or {@code vault}; what wraps the data keys. Default environment
 * @param encryptionKey {@code ENCRYPTION_KEY}: 32 bytes in base64 that wrap the data keys; without it nothing stored can be read
 * @param secretKey {@code SECRET_KEY}: 32 bytes in base64 that key the HMACs (audit seals, cursors, form checks)
 */
@ConfigurationProperties("concierge")
record EncryptionSettings(
        @DefaultValue("environment") String keyStore,
        @Nullable String encryptionKey,
        @Nullable String secretKey) {
    EncryptionSettings {
        encryptionKey = blankToNull(encryptionKey);
        secretKey = blankToNull(secretKey);
    }

    private static @Nullable String blankToNull(@Nullable String value) {
        return value == null || value.isBlank() ? null : value;
    }

    @Override
    public String toString() {
        return "EncryptionSettings[secret]";
    }
}
