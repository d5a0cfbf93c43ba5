package dev.concierge.server.vault;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the vault refreshes and revokes.
 *
 * @param refreshDeadline total time of one call to a token endpoint, connect to last byte; default 10 s
 * @param leaseMargin how much longer than the deadline a claim is held; default 5 s
 * @param callerPatience how long a caller waits for a refresh before it is told to come back; default 15 s
 * @param refreshesAtOnce how many refreshes on schedule one node has under way at one provider, 1 to 1000, default 16: fewer than
 *     {@code concierge.outbound.calls-per-host}, so that there is room for people who wait
 * @param cachedGrants how many encrypted grants a node keeps in memory; default 100,000
 * @param revocationRetries how long a revocation is tried before the person is told to do it by hand; default 72 h
 * @param keepDeadTokens how long the tokens of a rejected grant are kept, one day or longer, default 30 days; then they are destroyed, where the access
 *     token has ended too. The connection stays, and still needs its person
 */
@ConfigurationProperties("concierge.vault")
record VaultSettings(
        @DefaultValue("10s") Duration refreshDeadline,
        @DefaultValue("5s") Duration leaseMargin,
        @DefaultValue("15s") Duration callerPatience,
        @DefaultValue("16") int refreshesAtOnce,
        @DefaultValue("100000") long cachedGrants,
        @DefaultValue("72h") Duration revocationRetries,
        @DefaultValue("30d") Duration keepDeadTokens) {
    private static final int MOST_AT_ONCE = 1000;

    VaultSettings {
        if (refreshesAtOnce < 1 || refreshesAtOnce > MOST_AT_ONCE) {
            throw new IllegalArgumentException("concierge.vault.refreshes-at-once must be between 1 and 1000.");
        }
        if (keepDeadTokens.compareTo(Duration.ofDays(1)) < 0) {
            throw new IllegalArgumentException("concierge.vault.keep-dead-tokens must be a day or longer.");
        }
    }
}
