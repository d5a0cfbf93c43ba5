package dev.concierge.server.integrations;

import dev.concierge.server.catalog.Catalog;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.catalog.ScopeCeilings;
import dev.concierge.server.web.Action;
import dev.concierge.server.web.Caller;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Offers to ask a provider for what a stream needs and was not allowed to see. */
@Component
public class ScopeOffers {
    private final Catalog catalog;
    private final ScopeCeilings ceilings;

    ScopeOffers(Catalog catalog, ScopeCeilings ceilings) {
        this.catalog = catalog;
        this.ceilings = ceilings;
    }

    /** The button that asks for as little as is enough; null where the person's role may ask for none of it, or the connection stands still. */
    public @Nullable Action of(Caller.Person person, Integration integration, SyncedContent.Needs needs) {
        Provider provider = catalog.find(integration.provider()).orElse(null);
        if (provider == null || integration.state() != IntegrationState.ACTIVE) {
            return null;
        }
        return ceilings.least(person.role(), provider, needs.oneOf())
                .map(scope -> Action.post(
                        "Allow it",
                        "/integrations/" + integration.id() + "/scopes?" + query(person, provider, scope, needs)))
                .orElse(null);
    }

    private String query(Caller.Person person, Provider provider, Provider.Scope enough, SyncedContent.Needs needs) {
        List<String> asked = new ArrayList<>(List.of(enough.name()));
        needs.also().stream().sorted().forEach(asked::add);
        asked.removeAll(ceilings.refused(person.role(), provider, asked));
        return asked.stream()
                .map(name -> "scope=" + URLEncoder.encode(name, StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
