package dev.concierge.server.dashboard.web;

import dev.concierge.server.audit.AuditReader;
import dev.concierge.server.audit.UsageCounts;
import dev.concierge.server.audit.UsageDay;
import dev.concierge.server.audit.VendEntry;
import dev.concierge.server.identity.ApiKey;
import dev.concierge.server.identity.ApiKeys;
import dev.concierge.server.integrations.Integration;
import dev.concierge.server.integrations.Integrations;
import dev.concierge.server.web.Caller;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Who used the person's keys lately, in words, from the audit trail. */
@Component
class RecentUses {
    private static final int SHOWN = 5;
    private static final int LOOKED_AT = 100;

    private record Pair(String actor, UUID integrationId) {}

    private final AuditReader trail;
    private final ApiKeys keys;
    private final Integrations integrations;
    private final UsageCounts usage;

    RecentUses(AuditReader trail, ApiKeys keys, Integrations integrations, UsageCounts usage) {
        this.trail = trail;
        this.keys = keys;
        this.integrations = integrations;
        this.usage = usage;
    }

    /** The latest vend of each caller and account, newest first, at most five. */
    List<OverviewView.Use> of(Caller.Person person) {
        Map<Pair, VendEntry> latest = new LinkedHashMap<>();
        trail.vendsOf(person.accountId(), null, null, LOOKED_AT)
                .items()
                .forEach(vend -> latest.putIfAbsent(new Pair(vend.actor(), vend.integrationId()), vend));
        Map<String, String> names =
                keys.list(person).stream().collect(Collectors.toMap(key -> "key:" + key.id(), ApiKey::name));
        return latest.values().stream()
                .limit(SHOWN)
                .map(vend -> use(person, names, vend))
                .toList();
    }

    /** Today by UTC, from its counter. */
    long vendsToday(Caller.Person person) {
        return usage.days(person.accountId(), usage.today(), usage.today()).stream()
                .mapToLong(UsageDay::vends)
                .sum();
    }

    private OverviewView.Use use(Caller.Person person, Map<String, String> names, VendEntry vend) {
        String label = integrations
                .find(person.accountId(), vend.integrationId())
                .map(Integration::label)
                .orElse("an account");
        return new OverviewView.Use(
                "key", names.getOrDefault(vend.actor(), "An API key") + " took a token for " + label, "", vend.at());
    }
}
