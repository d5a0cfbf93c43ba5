package dev.concierge.server.encryption;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The operator's keys.
 *
 * @param encryptionKey {@code ENCRYPTION_KEY}: 32 bytes in base64 that wrap the data keys; without it nothing stored can be read
 * @param secretKey {@code SECRET_KEY}: 32 bytes in base64 that key the HMACs (audit seals, cursors, form checks)
 */
@ConfigurationProperties("concierge")
record EncryptionSettings(
        @Nullable String encryptionKey, @Nullable String secretKey) {
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
