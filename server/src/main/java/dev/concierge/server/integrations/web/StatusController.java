package dev.concierge.server.integrations.web;

import dev.concierge.server.audit.AuditEntry;
import dev.concierge.server.audit.AuditPage;
import dev.concierge.server.audit.AuditReader;
import dev.concierge.server.catalog.Catalog;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.identity.KeyScope;
import dev.concierge.server.integrations.Integration;
import dev.concierge.server.integrations.IntegrationState;
import dev.concierge.server.integrations.Integrations;
import dev.concierge.server.integrations.Standing;
import dev.concierge.server.integrations.Standings;
import dev.concierge.server.outbound.ProviderHealth;
import dev.concierge.server.vault.TokenHealth;
import dev.concierge.server.vault.Vault;
import dev.concierge.server.web.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** How the caller's integrations are, what happened to one, and how the providers answer. */
@RestController
@RequestMapping(path = "/api/v1/oauth", produces = "application/json")
@Tag(name = "Integrations")
class StatusController {
    private static final int SHOWN = 20;

    private final Integrations integrations;
    private final Standings standings;
    private final Vault vault;
    private final AuditReader trail;
    private final Catalog catalog;
    private final ProviderHealth health;

    StatusController(
            Integrations integrations,
            Standings standings,
            Vault vault,
            AuditReader trail,
            Catalog catalog,
            ProviderHealth health) {
        this.integrations = integrations;
        this.standings = standings;
        this.vault = vault;
        this.trail = trail;
        this.catalog = catalog;
        this.health = health;
    }

    /**
     * All of the caller's integrations together.
     *
     * @param states how many are in each state, those with none too
     * @param nextExpiries whose access ends unless the person renews it, the soonest first
     * @param lastSyncs when the last run of each ended, the longest ago first
     */
    record Status(Map<String, Long> states, List<Expiry> nextExpiries, List<LastSync> lastSyncs) {}

    record Expiry(UUID integrationId, String provider, String label, Instant accessEndsAt) {}

    /** @param lastRunAt null when there was none */
    record LastSync(
            UUID integrationId,
            String provider,
            String label,
            @Nullable Instant lastRunAt) {}

    record ProviderList(List<ProviderItem> items, @Nullable String nextCursor) {}

    /** @param condition working, failing, left_alone, or unknown when this node has not called it since it started */
    record ProviderItem(String provider, String condition) {}

    record Activity(List<Act> items, @Nullable String nextCursor) {}

    /**
     * One act.
     *
     * @param actor {@code person:}, {@code key:} or {@code system:} with an id or name
     * @param action such as {@code token.vend}, {@code grant.refresh}, {@code integration.connect}
     * @param outcome done, refused, failed
     */
    record Act(
            UUID id,
            Instant at,
            String actor,
            String action,
            String outcome,
            @Nullable String reason) {
        static Act of(AuditEntry entry) {
            return new Act(
                    entry.id(),
                    entry.at(),
                    entry.actor(),
                    entry.action(),
                    entry.outcome().name().toLowerCase(Locale.ROOT),
                    entry.detail().get("reason"));
        }
    }

    @GetMapping("/status")
    @Operation(
            summary = "How your integrations are",
            description = "Counts by state, the next expiries, the last syncs. Needs the scope integrations:read.")
    Status status(Caller caller) {
        caller.require(KeyScope.INTEGRATIONS_READ.word());
        List<Standing> standing = standings.live(caller.accountId());
        List<Integration> live = standing.stream().map(Standing::integration).toList();
        return new Status(
                counts(live),
                live.stream()
                        .flatMap(this::expiry)
                        .sorted(Comparator.comparing(Expiry::accessEndsAt))
                        .limit(SHOWN)
                        .toList(),
                standing.stream()
                        .filter(one -> !one.streams().isEmpty())
                        .map(StatusController::lastSync)
                        .sorted(Comparator.comparing(
                                LastSync::lastRunAt, Comparator.nullsFirst(Comparator.naturalOrder())))
                        .limit(SHOWN)
                        .toList());
    }

    @GetMapping("/health")
    @Operation(
            summary = "How the providers answer",
            description =
                    "By the outcomes of this node's own calls; nothing is sent to find out. Needs the scope integrations:read.")
    ProviderList health(Caller caller) {
        caller.require(KeyScope.INTEGRATIONS_READ.word());
        Map<String, ProviderHealth.Condition> conditions = health.conditions();
        return new ProviderList(
                catalog.all().stream()
                        .map(Provider::id)
                        .map(id -> new ProviderItem(
                                id,
                                Optional.ofNullable(conditions.get(id))
                                        .map(condition -> condition.name().toLowerCase(Locale.ROOT))
                                        .orElse("unknown")))
                        .toList(),
                null);
    }

    @GetMapping("/integrations/{id}/activity")
    @Operation(
            summary = "What happened to one integration, newest first",
            description =
                    "Who was handed its token, when it was renewed, what was done with it. Needs the scope integrations:read.")
    Activity activity(
            Caller caller,
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "50") int limit) {
        caller.require(KeyScope.INTEGRATIONS_READ.word());
        Integration integration = integrations.require(caller.accountId(), id);
        AuditPage<AuditEntry> page =
                trail.activity(caller.accountId(), integration.id(), integration.grantId(), cursor, limit);
        return new Activity(page.items().stream().map(Act::of).toList(), page.nextCursor());
    }

    private static Map<String, Long> counts(List<Integration> live) {
        Map<String, Long> counts = new TreeMap<>();
        Arrays.stream(IntegrationState.values())
                .filter(state -> state != IntegrationState.DISCONNECTED)
                .forEach(state -> counts.put(state.word(), 0L));
        live.forEach(integration -> counts.merge(integration.state().word(), 1L, Long::sum));
        return counts;
    }

    private Stream<Expiry> expiry(Integration integration) {
        return Optional.ofNullable(integration.grantId())
                .flatMap(grant -> vault.health(integration.accountId(), grant))
                .map(TokenHealth::accessEndsAt)
                .map(end -> new Expiry(integration.id(), integration.provider(), integration.label(), end))
                .stream();
    }

    private static LastSync lastSync(Standing standing) {
        Integration integration = standing.integration();
        return new LastSync(integration.id(), integration.provider(), integration.label(), standing.lastRunAt());
    }
}
