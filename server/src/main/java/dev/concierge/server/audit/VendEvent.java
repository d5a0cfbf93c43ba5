package dev.concierge.server.audit;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One access token handed to a caller.
 *
 * @param accountId whose token it is
 * @param actor who got it: {@code key:<id>}, {@code lease:<id>}, {@code sync}
 * @param address where the caller called from; stored as a keyed hash only. Null when there is none
 */
public record VendEvent(
        UUID accountId,
        String actor,
        UUID grantId,
        UUID integrationId,
        @Nullable String address) {}
