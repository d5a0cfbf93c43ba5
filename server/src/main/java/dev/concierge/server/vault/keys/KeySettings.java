package dev.concierge.server.vault.keys;

import java.time.Duration;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How data keys are rotated.
 *
 * @param keepRetired {@code KEYS_KEEP_RETIRED}: how long a retired key is kept after a full scan found nothing under it; default and safe least
 *     20 min: two lives of a cached row (5 min each) and the time for which a refreshed token may wait to be stored (10 min)
 * @param batchRows how many rows are re-encrypted in one transaction, 1 to 5,000; default 500
 * @param rest the pause after a batch as a multiple of the time it took, so that requests come first; default 2, 0 for none
 */
@ConfigurationProperties("concierge.keys")
record KeySettings(
        @DefaultValue("20m") Duration keepRetired,
        @DefaultValue("500") int batchRows,
        @DefaultValue("2") double rest) {
    static final Duration SAFE = Duration.ofMinutes(20);
    private static final int MOST_ROWS = 5_000;

    KeySettings {
        if (keepRetired.isNegative() || batchRows < 1 || batchRows > MOST_ROWS || rest < 0) {
            throw new IllegalArgumentException(
                    "KEYS_KEEP_RETIRED is a duration; a batch has 1 to 5,000 rows; a rest is not negative.");
        }
        if (keepRetired.compareTo(SAFE) < 0) {
            LoggerFactory.getLogger(KeySettings.class)
                    .warn(
                            "KEYS_KEEP_RETIRED is {}, less than {}: a node may still hold a ciphertext under a key that is destroyed by then",
                            keepRetired,
                            SAFE);
        }
    }
}
