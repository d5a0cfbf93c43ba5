package dev.concierge.server.sync;

import dev.concierge.server.catalog.Provider;
import dev.concierge.server.database.AccountScope;
import dev.concierge.server.outbound.Outbound;
import dev.concierge.server.sync.streams.Api;
import dev.concierge.server.sync.streams.Stream;
import dev.concierge.server.vault.Vault;
import java.time.Clock;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Makes the API that a run uses. */
@Component
class ProviderApis {
    private final AccountScope accounts;
    private final Vault vault;
    private final Outbound outbound;
    private final CallBudgets budgets;
    private final JsonMapper json;
    private final SyncSettings settings;
    private final Clock clock;

    ProviderApis(
            AccountScope accounts,
            Vault vault,
            Outbound outbound,
            CallBudgets budgets,
            JsonMapper json,
            SyncSettings settings,
            Clock clock) {
        this.accounts = accounts;
        this.vault = vault;
        this.outbound = outbound;
        this.budgets = budgets;
        this.json = json;
        this.settings = settings;
        this.clock = clock;
    }

    /** @param chosen what the person chose after consent; null where nothing is chosen */
    Api of(
            Claim claim,
            StreamRow row,
            Provider provider,
            Stream<?> stream,
            Set<String> granted,
            @Nullable String chosen) {
        ProviderApi.Use use = new ProviderApi.Use(
                row.accountId(),
                row.grantId(),
                provider,
                stream.description().api(),
                chosen,
                granted,
                row.bodies() && stream.description().offersBodies(granted),
                stream.errors());
        Api api = new ProviderApi(use, vault, outbound, budgets, json, settings, clock);
        return new HeldApi(
                api,
                () -> accounts.call(
                        claim.accountId(), jdbc -> StreamRepository.prolong(jdbc, claim, settings.lease())));
    }
}
