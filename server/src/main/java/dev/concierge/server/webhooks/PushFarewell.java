package dev.concierge.server.webhooks;

import dev.concierge.server.catalog.Catalog;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.database.AccountScope;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.integrations.Farewell;
import dev.concierge.server.integrations.Integration;
import dev.concierge.server.integrations.Integrations;
import dev.concierge.server.problem.ProblemException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Ends channels at the provider when somebody disconnects, with the token in hand, all at once and for three seconds at most. What the provider does not hear in that
 * time ends there by itself; here it is forgotten in any case.
 */
@Component
class PushFarewell implements Farewell {
    private static final Logger log = LoggerFactory.getLogger(PushFarewell.class);
    private static final int MOST_SECONDS = 3;

    private final PushDialects dialects;
    private final PushCalls calls;
    private final Catalog catalog;
    private final Integrations integrations;
    private final AccountScope accounts;

    PushFarewell(
            PushDialects dialects, PushCalls calls, Catalog catalog, Integrations integrations, AccountScope accounts) {
        this.dialects = dialects;
        this.calls = calls;
        this.catalog = catalog;
        this.integrations = integrations;
        this.accounts = accounts;
    }

    @Override
    public Runnable prepare(UUID accountId, UUID integrationId) {
        try {
            List<PushCall> endings =
                    accounts.call(accountId, jdbc -> PushChannelRepository.of(jdbc, integrationId)).stream()
                            .flatMap(channel -> dialects
                                    .of(channel.provider(), channel.target())
                                    .flatMap(dialect -> dialect.ending(channel))
                                    .stream())
                            .toList();
            Optional<Integration> found = endings.isEmpty()
                    ? Optional.empty()
                    : integrations.find(accountId, integrationId).filter(integration -> integration.grantId() != null);
            return found.flatMap(integration ->
                            calls.inHand(integration).map(token -> goodbye(integration.provider(), token, endings)))
                    .orElse(PushFarewell::nothing);
        } catch (ProblemException e) {
            log.debug("The channels of integration {} end by themselves: {}", integrationId, e.type());
            return PushFarewell::nothing;
        }
    }

    private Runnable goodbye(String providerId, Secret token, List<PushCall> endings) {
        Provider provider = catalog.require(providerId);
        List<Callable<Boolean>> all = endings.stream()
                .<Callable<Boolean>>map(call -> () -> {
                    calls.send(provider, token, call);
                    return true;
                })
                .toList();
        return () -> say(all);
    }

    private static void say(List<Callable<Boolean>> all) {
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        try {
            threads.invokeAll(all, MOST_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            threads.shutdownNow();
        }
    }

    private static void nothing() {}
}
