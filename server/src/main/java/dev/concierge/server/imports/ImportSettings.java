package dev.concierge.server.imports;

import dev.concierge.server.encryption.Secret;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What an import needs besides the file.
 *
 * @param legacyEncryptionKey {@code LEGACY_ENCRYPTION_KEY}: 32 bytes in base64, or several such keys with commas between, under which the older
 *     installation encrypted its tokens; not needed for a file with plain ones
 */
@ConfigurationProperties("concierge")
record ImportSettings(@Nullable String legacyEncryptionKey) {

    @Nullable
    Secret legacyKeys() {
        return legacyEncryptionKey == null || legacyEncryptionKey.isBlank() ? null : Secret.of(legacyEncryptionKey);
    }

    @Override
    public String toString() {
        return "ImportSettings[secret]";
    }
}
