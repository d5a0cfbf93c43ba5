package dev.concierge.server.webhooks;

import dev.concierge.server.database.AccountScope;
import dev.concierge.server.database.AuthScope;
import dev.concierge.server.encryption.Secret;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * Takes pushes. Whoever has the secret of a channel is the provider that it was given to; a number is taken once. What is refused leaves no trace but a
 * count: anybody can send such, and as much as they like.
 */
@Component
class PushIntake {
    private final AuthScope auth;
    private final AccountScope accounts;
    private final ApplicationEventPublisher events;
    private final Clock clock;
    private final Counter taken;
    private final Counter refused;

    PushIntake(
            AuthScope auth,
            AccountScope accounts,
            ApplicationEventPublisher events,
            Clock clock,
            MeterRegistry meters) {
        this.auth = auth;
        this.accounts = accounts;
        this.events = events;
        this.clock = clock;
        this.taken = counter(meters, "taken");
        this.refused = counter(meters, "refused");
    }

    private static Counter counter(MeterRegistry meters, String outcome) {
        return Counter.builder("concierge.pushes")
                .description("Pushes of providers")
                .tag("outcome", outcome)
                .register(meters);
    }

    /**
     * Takes a push on a channel.
     *
     * @param number of the message on its channel, from 1 on
     * @param changed whether it tells of a change; false for the greeting of a new channel
     * @return false when it proves nothing, or was taken before; nothing is done then
     */
    boolean take(UUID channelId, Secret secret, long number, boolean changed) {
        boolean done = owner(channelId, secret)
                .map(account -> take(account, channelId, number, changed))
                .orElse(false);
        (done ? taken : refused).increment();
        return done;
    }

    private Optional<UUID> owner(UUID channelId, Secret secret) {
        return auth.call(jdbc -> jdbc.sql("select account_id from push_channel(:id, :hash, :now)")
                .param("id", channelId)
                .param("hash", secret.sha256())
                .param("now", PushChannelRepository.utc(clock.instant()))
                .query(UUID.class)
                .optional());
    }

    private boolean take(UUID accountId, UUID channelId, long number, boolean changed) {
        return accounts.call(accountId, jdbc -> {
            Optional<PushChannel> channel = PushChannelRepository.take(jdbc, channelId, number, clock.instant());
            channel.filter(_ -> changed)
                    .map(one -> new PushHint(accountId, one.integrationId(), one.provider(), one.target().stream()))
                    .ifPresent(events::publishEvent);
            return channel.isPresent();
        });
    }
}
