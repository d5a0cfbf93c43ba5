package dev.concierge.server.integrations.web;

import dev.concierge.server.audit.AuditEntry;
import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditReader;
import dev.concierge.server.identity.ApiKey;
import dev.concierge.server.identity.ApiKeys;
import dev.concierge.server.integrations.Integration;
import dev.concierge.server.web.Caller;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Who used an integration, in words, from the audit trail: today's vends by caller, and the acts on it and its grant. */
@Component
class Uses {
    private static final int MOST = 12;

    private final AuditReader trail;
    private final ApiKeys keys;

    Uses(AuditReader trail, ApiKeys keys) {
        this.trail = trail;
        this.keys = keys;
    }

    List<IntegrationView.Use> of(Caller.Person person, Integration integration) {
        List<IntegrationView.Use> uses = new ArrayList<>(vends(person, integration));
        trail.events(person.accountId(), "integration:" + integration.id(), null, MOST)
                .items()
                .forEach(entry -> uses.add(act(person, entry)));
        if (integration.grantId() != null) {
            trail.events(person.accountId(), "grant:" + integration.grantId(), null, MOST)
                    .items()
                    .forEach(entry -> uses.add(act(person, entry)));
        }
        return uses.stream()
                .sorted(Comparator.comparing(IntegrationView.Use::at).reversed())
                .limit(MOST)
                .toList();
    }

    private List<IntegrationView.Use> vends(Caller.Person person, Integration integration) {
        Map<String, ApiKey> known =
                keys.list(person).stream().collect(Collectors.toMap(key -> "key:" + key.id(), key -> key));
        Map<String, Long> today = trail.vendsToday(person.accountId(), integration.id()).stream()
                .collect(Collectors.toMap(AuditReader.ActorCount::actor, AuditReader.ActorCount::vends));
        Map<String, Instant> latest = new LinkedHashMap<>();
        trail.vendsOf(person.accountId(), integration.id(), null, 100)
                .items()
                .forEach(vend -> latest.putIfAbsent(vend.actor(), vend.at()));
        return latest.entrySet().stream()
                .map(vend -> vend(known.get(vend.getKey()), today.getOrDefault(vend.getKey(), 0L), vend.getValue()))
                .toList();
    }

    private static IntegrationView.Use vend(@org.jspecify.annotations.Nullable ApiKey key, long today, Instant at) {
        String who = key == null ? "An API key" : key.name();
        String detail = (key == null ? "" : "API key " + key.prefix() + "…, ")
                + (today == 1 ? "once today" : today + " times today");
        return new IntegrationView.Use(IntegrationView.UseKind.VEND, who, "took a token", detail, at);
    }

    private static IntegrationView.Use act(Caller.Person person, AuditEntry entry) {
        String who =
                entry.actor().equals(person.actor()) ? "You" : entry.actor().startsWith("key:") ? "An API key" : "";
        boolean refused = entry.outcome() == AuditEvent.Outcome.REFUSED;
        return switch (entry.action()) {
            case "integration.connect" -> use(IntegrationView.UseKind.CONNECT, who, "connected it", entry);
            case "integration.import" ->
                use(IntegrationView.UseKind.CONNECT, "", "Brought over from an older installation", entry);
            case "integration.rename" -> use(IntegrationView.UseKind.LOOK, who, "renamed it", entry);
            case "integration.disconnect" -> use(IntegrationView.UseKind.DISCONNECT, who, "disconnected it", entry);
            case "integration.stop" ->
                use(IntegrationView.UseKind.DISCONNECT, "", "An administrator ended our access to it", entry);
            case "grant.refresh" ->
                refused
                        ? use(IntegrationView.UseKind.REFUSAL, "", "The token could not be renewed", entry)
                        : use(IntegrationView.UseKind.RENEWAL, "", "Token renewed", entry);
            case "grant.destroy" ->
                use(IntegrationView.UseKind.DISCONNECT, "", "The ended token was deleted here", entry);
            case "grant.revoke" -> use(IntegrationView.UseKind.DISCONNECT, "", "Access ended at the provider", entry);
            case "sync.now", "integration.sync" -> use(IntegrationView.UseKind.SYNC, who, "asked for a sync", entry);
            default ->
                use(
                        refused ? IntegrationView.UseKind.REFUSAL : IntegrationView.UseKind.LOOK,
                        who,
                        entry.action(),
                        entry);
        };
    }

    private static IntegrationView.Use use(IntegrationView.UseKind kind, String who, String what, AuditEntry entry) {
        return new IntegrationView.Use(kind, who, what, "", entry.at());
    }
}
