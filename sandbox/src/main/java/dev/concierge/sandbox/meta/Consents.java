package dev.concierge.sandbox.meta;

import dev.concierge.sandbox.Consent;
import dev.concierge.sandbox.Grant;
import dev.concierge.sandbox.Grants;
import dev.concierge.sandbox.KnobBoard;
import dev.concierge.sandbox.Shared;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What people agreed to and declined, on which Pages, and until when it counts (fields 3, 4, 5, 13). */
final class Consents {
    /** The name of the page step, and of the choice. */
    static final String PAGE = "page";

    private static final String DECLINED = "declined";
    private static final String CONFIRMED = "confirmed";

    private final Shared shared;
    private final KnobBoard knobs;
    private final Grants grants;

    Consents(Shared shared, KnobBoard knobs, Grants grants) {
        this.shared = shared;
        this.knobs = knobs;
        this.grants = grants;
    }

    /** Writes a decision down. What is declined stays so until it is granted; without a page step the Pages stay. */
    Grant record(String name, Consent consent) {
        var before = grants.find(name, consent.person().account()).orElse(null);
        var declined = new LinkedHashSet<>(declined(before));
        declined.addAll(consent.asked().scopes());
        consent.scopes().forEach(declined::remove);
        if (before != null) {
            before.scopes().forEach(declined::remove);
        }
        var confirmed = consent.shown() || before == null ? shared.clock().instant() : confirmed(before);
        var choices = new LinkedHashMap<String, List<String>>();
        choices.put(PAGE, consent.chosen().getOrDefault(PAGE, before == null ? List.of() : pages(before)));
        choices.put(DECLINED, List.copyOf(declined));
        choices.put(CONFIRMED, List.of(confirmed.toString()));
        return grants.allow(name, consent.person().account(), consent.scopes(), choices);
    }

    /** A grant for load runs: everything, on all Pages. */
    Grant grantAll(String name, String account, List<String> scopes, List<String> pages) {
        var now = shared.clock().instant().toString();
        return grants.allow(name, account, scopes, Map.of(PAGE, pages, DECLINED, List.of(), CONFIRMED, List.of(now)));
    }

    Set<String> declined(@Nullable Grant grant) {
        return grant == null ? Set.of() : Set.copyOf(grant.choices().getOrDefault(DECLINED, List.of()));
    }

    List<String> pages(Grant grant) {
        return grant.choices().getOrDefault(PAGE, List.of());
    }

    /** Whether the permission is granted and has not expired. */
    boolean holds(Grant grant, String permission) {
        return status(grant, permission).equals("granted");
    }

    /** {@code granted}, {@code declined} or {@code expired}; only what nobody ever asked for has none (empty). */
    String status(Grant grant, String permission) {
        if (!grant.scopes().contains(permission)) {
            return declined(grant).contains(permission) ? "declined" : "";
        }
        boolean lasting = permission.equals(MetaPermissions.PUBLIC_PROFILE);
        return lasting || shared.clock().instant().isBefore(dataAccessEnd(grant)) ? "granted" : "expired";
    }

    Instant dataAccessEnd(Grant grant) {
        return confirmed(grant).plus(Duration.ofSeconds(knobs.get(MetaKnobs.DATA_ACCESS_SECONDS)));
    }

    private static Instant confirmed(Grant grant) {
        var noted = grant.choices().getOrDefault(CONFIRMED, List.of());
        return noted.isEmpty() ? grant.since() : Instant.parse(noted.getFirst());
    }
}
