package dev.concierge.client;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A connected account.
 *
 * @param provider catalog id, for example {@code google}
 * @param state pending, active, paused, needs_reconnect, misconfigured, disconnected; a newer server may know more
 * @param cause why it is not active; null when it is
 * @param label the person's name for it
 * @param account what it is known by at the provider
 * @param scopes what was granted
 * @param withheld what was asked and left out
 */
public record Integration(
        UUID id,
        String provider,
        String state,
        @Nullable String cause,
        String label,
        String account,
        List<String> scopes,
        List<String> withheld,
        Instant connectedAt) {
    public Integration {
        scopes = List.copyOf(scopes);
        withheld = List.copyOf(withheld);
    }
}
