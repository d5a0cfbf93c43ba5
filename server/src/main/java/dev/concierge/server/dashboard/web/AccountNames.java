package dev.concierge.server.dashboard.web;

import dev.concierge.server.catalog.Catalog;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.integrations.Integration;
import dev.concierge.server.integrations.Integrations;
import dev.concierge.server.web.Mark;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** What people call their connected accounts, and the picture of each. */
@Component
class AccountNames {
    private static final Name UNKNOWN = new Name(new UUID(0, 0), "An account", new Mark("", null));

    private final Integrations integrations;
    private final Catalog catalog;

    AccountNames(Integrations integrations, Catalog catalog) {
        this.integrations = integrations;
        this.catalog = catalog;
    }

    /** One connected account. */
    record Name(UUID id, String label, Mark mark) {}

    /** Those of one account of ours. */
    record Of(Map<UUID, Name> names) {
        Name of(UUID integrationId) {
            return names.getOrDefault(integrationId, UNKNOWN);
        }

        List<Name> all() {
            return names.values().stream().toList();
        }
    }

    Of of(UUID accountId) {
        return new Of(integrations.live(accountId).stream()
                .map(this::name)
                .collect(Collectors.toMap(Name::id, name -> name, (first, _) -> first, java.util.LinkedHashMap::new)));
    }

    private Name name(Integration integration) {
        String name = catalog.find(integration.provider()).map(Provider::name).orElse(integration.provider());
        String mark = catalog.find(integration.provider()).map(Provider::mark).orElse(null);
        return new Name(integration.id(), integration.label(), new Mark(name, mark));
    }
}
