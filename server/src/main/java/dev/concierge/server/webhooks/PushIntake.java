package dev.concierge.server.webhooks;

import dev.concierge.server.database.AccountScope;
import dev.concierge.server.encryption.Secret;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Takes pushes on numbered channels. Whoever has the secret of a channel is the provider that it was given to; a number is taken once. */
@Component
class PushIntake {
    private final PushProofs proofs;
    private final AccountScope accounts;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    PushIntake(PushProofs proofs, AccountScope accounts, ApplicationEventPublisher events, Clock clock) {
        this.proofs = proofs;
        this.accounts = accounts;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Takes a push on a channel.
     *
     * @param number of the message on its channel, from 1 on
     * @param changed whether it tells of a change; false for the greeting of a new channel
     * @return false when it proves nothing, or was taken before; nothing is done then
     */
    boolean take(UUID channelId, Secret secret, long number, boolean changed) {
        return proofs.owner(channelId, secret)
                .map(account -> take(account, channelId, number, changed))
                .orElse(false);
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
