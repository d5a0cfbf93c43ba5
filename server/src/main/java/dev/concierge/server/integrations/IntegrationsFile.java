package dev.concierge.server.integrations;

import dev.concierge.server.database.AccountScope;
import dev.concierge.server.identity.OwnFile;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What a person connected, with the latest consent and without any token. */
@Component
class IntegrationsFile implements OwnFile {
    private static final int AT_ONCE = 200;

    /**
     * One line.
     *
     * @param account what the account at the provider is known by
     * @param granted what was allowed at the provider, by canonical names, when it was asked last
     */
    private record Line(
            UUID id,
            String provider,
            String label,
            String account,
            String accountId,
            @Nullable String chosenId,
            String state,
            Instant connectedAt,
            @Nullable Instant disconnectedAt,
            Map<String, String> metadata,
            List<String> granted) {}

    private final AccountScope accounts;
    private final Integrations integrations;

    IntegrationsFile(AccountScope accounts, Integrations integrations) {
        this.accounts = accounts;
        this.integrations = integrations;
    }

    @Override
    public String name() {
        return "integrations.json";
    }

    @Override
    public void write(UUID accountId, Sheet sheet) throws IOException {
        pages(accountId, null, sheet);
        pages(accountId, IntegrationState.DISCONNECTED.word(), sheet);
    }

    /** @param state null for all that are not disconnected */
    private void pages(UUID accountId, @Nullable String state, Sheet sheet) throws IOException {
        List<Integration> page = page(accountId, state, null);
        while (!page.isEmpty()) {
            for (Integration one : page) {
                sheet.add(line(one));
            }
            Integration last = page.getLast();
            page = page.size() < AT_ONCE
                    ? List.of()
                    : page(accountId, state, new IntegrationRepository.Position(last.connectedAt(), last.id()));
        }
    }

    private List<Integration> page(
            UUID accountId, @Nullable String state, IntegrationRepository.@Nullable Position before) {
        return accounts.call(accountId, jdbc -> IntegrationRepository.page(jdbc, null, state, null, before, AT_ONCE));
    }

    private Line line(Integration one) {
        return new Line(
                one.id(),
                one.provider(),
                one.label(),
                one.upstreamLabel(),
                one.upstreamSubject(),
                one.chosenId(),
                one.state().word(),
                one.connectedAt(),
                one.disconnectedAt(),
                one.metadata(),
                List.copyOf(new TreeSet<>(
                        integrations.consent(one.accountId(), one.id()).granted())));
    }
}
