package dev.concierge.server.flow;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the contract needs to know of one provider beyond its catalog entry.
 *
 * @param id of the catalog
 * @param account who consents at the sandbox
 * @param knobs how the sandbox must stand so that every part of the contract can be seen
 * @param choices what is taken where the provider's pages offer something of a name
 * @param tokenEnds after this long the access token has ended; null for tokens without an end
 * @param untick a scope that can be left out; null where it is all or nothing
 * @param revoked outcomes of the revocation calls that one disconnect makes, in the ledger
 */
public record ProviderCase(
        String id,
        String account,
        String knobs,
        Map<String, String> choices,
        @Nullable Duration tokenEnds,
        @Nullable String untick,
        int revoked) {
    private static final String LINH = "linh.tran@meridian.example";

    /** One for each provider that the sandbox serves. */
    public static Set<ProviderCase> all() {
        return Set.of(
                new ProviderCase(
                        "google",
                        LINH,
                        "{}",
                        Map.of(),
                        Duration.ofHours(2),
                        "https://www.googleapis.com/auth/calendar.calendarlist.readonly",
                        1),
                new ProviderCase("github", LINH, "{\"tokenExpiry\":\"on\"}", Map.of(), Duration.ofHours(9), null, 1),
                new ProviderCase(
                        "twitter", LINH, "{\"localhostRedirects\":true}", Map.of(), Duration.ofHours(3), null, 2),
                new ProviderCase("notion", LINH, "{}", Map.of(), null, null, 1),
                new ProviderCase("linkedin", LINH, "{\"partner\":true}", Map.of(), Duration.ofDays(61), null, 1),
                new ProviderCase("microsoft", LINH, "{}", Map.of(), Duration.ofHours(2), null, 0),
                new ProviderCase("meta", LINH, "{}", Map.of(), Duration.ofDays(40), "read_insights", 1),
                new ProviderCase(
                        "youtube",
                        LINH,
                        "{}",
                        Map.of(),
                        Duration.ofHours(2),
                        "https://www.googleapis.com/auth/yt-analytics.readonly",
                        1));
    }

    /** The same for somebody else, whose account nobody else connects. */
    public ProviderCase of(String other) {
        return new ProviderCase(id, other, knobs, choices, tokenEnds, untick, revoked);
    }

    /** Under which name its authorize, token and revocation calls stand in the sandbox's ledger: YouTube's are Google's. */
    public String ledger() {
        return id.equals("youtube") ? "google" : id;
    }

    /** The same with something else taken on the provider's own pages. */
    ProviderCase picking(String name, String value) {
        return new ProviderCase(id, account, knobs, Map.of(name, value), tokenEnds, untick, revoked);
    }

    /** The same with the sandbox standing otherwise. */
    ProviderCase standing(String otherKnobs, @Nullable Duration otherEnd) {
        return new ProviderCase(id, account, otherKnobs, choices, otherEnd, untick, revoked);
    }

    static ProviderCase named(String id) {
        return all().stream().filter(known -> known.id().equals(id)).findFirst().orElseThrow();
    }

    public static ProviderCase of(String id, String account) {
        return named(id).of(account);
    }

    @Override
    public String toString() {
        return id;
    }
}
