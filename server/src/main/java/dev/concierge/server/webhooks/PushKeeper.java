package dev.concierge.server.webhooks;

import dev.concierge.server.database.AccountScope;
import dev.concierge.server.database.Ids;
import dev.concierge.server.encryption.RandomSecrets;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.identity.Account;
import dev.concierge.server.identity.Accounts;
import dev.concierge.server.integrations.Integration;
import dev.concierge.server.integrations.IntegrationState;
import dev.concierge.server.integrations.Integrations;
import dev.concierge.server.problem.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Keeps an integration's channels: opens those that are missing, opens a new one before one ends, ends what is not to be watched any more. A stream is in
 * step by its schedule in any case; a channel makes it sooner.
 */
@Component
class PushKeeper {
    private static final Logger log = LoggerFactory.getLogger(PushKeeper.class);

    /** So long before its end a channel gets a successor. */
    static final Duration RENEWED_BEFORE = Duration.ofDays(1);

    /** So long a channel is expected that nobody has answered for. */
    private static final Duration OPENING = Duration.ofMinutes(10);

    private static final Duration LOOK_AGAIN = Duration.ofDays(1);
    private static final Duration SOON = Duration.ofMinutes(1);
    private static final Duration AFTER_TROUBLE = Duration.ofMinutes(15);

    /** One person's calendars; whoever has more is in step by schedule with the rest. */
    private static final int MOST_CHANNELS = 100;

    private final PushWatches watches;
    private final Optional<PushTargets> targets;
    private final PushDialects dialects;
    private final PushCalls calls;
    private final Integrations integrations;
    private final Accounts people;
    private final AccountScope accounts;
    private final RandomSecrets secrets = new RandomSecrets();
    private final Ids ids;
    private final Clock clock;

    PushKeeper(
            PushWatches watches,
            Optional<PushTargets> targets,
            PushDialects dialects,
            PushCalls calls,
            Integrations integrations,
            Accounts people,
            AccountScope accounts,
            Ids ids,
            Clock clock) {
        this.watches = watches;
        this.targets = targets;
        this.dialects = dialects;
        this.calls = calls;
        this.integrations = integrations;
        this.people = people;
        this.accounts = accounts;
        this.ids = ids;
        this.clock = clock;
    }

    /** Looks after every integration that is due, or until the time is up. */
    void work(Duration atMost) {
        Instant until = clock.instant().plus(atMost);
        while (clock.instant().isBefore(until) && !Thread.currentThread().isInterrupted()) {
            Optional<PushWatches.Claim> claim = watches.next();
            if (claim.isEmpty()) {
                return;
            }
            watches.due(claim.get(), next(claim.get()));
        }
    }

    private Instant next(PushWatches.Claim claim) {
        try {
            return clock.instant().plus(keep(claim));
        } catch (ProblemException e) {
            log.debug("The channels of integration {} cannot be looked after now: {}", claim.integrationId(), e.type());
            return clock.instant().plus(AFTER_TROUBLE);
        }
    }

    private Duration keep(PushWatches.Claim claim) {
        Optional<Integration> found = integrations
                .find(claim.accountId(), claim.integrationId())
                .filter(integration -> integration.grantId() != null);
        boolean served = people.find(claim.accountId()).filter(Account::active).isPresent();
        if (!served || found.isEmpty() || found.get().state() != IntegrationState.ACTIVE || targets.isEmpty()) {
            return LOOK_AGAIN;
        }
        PushTargets.Known known = targets.get().of(claim.accountId(), claim.integrationId());
        if (known.targets().isEmpty() && !known.all()) {
            return SOON;
        }
        Duration next = keep(found.get(), known);
        return known.all() || next.compareTo(AFTER_TROUBLE) < 0 ? next : AFTER_TROUBLE;
    }

    private Duration keep(Integration integration, PushTargets.Known known) {
        List<PushTarget> wanted = known.targets().stream()
                .filter(target -> dialects.of(integration.provider(), target).isPresent())
                .limit(MOST_CHANNELS)
                .toList();
        List<PushChannel> have =
                accounts.call(integration.accountId(), jdbc -> PushChannelRepository.of(jdbc, integration.id()));
        Instant soonEnding = clock.instant().plus(RENEWED_BEFORE);
        Set<UUID> staying = have.stream()
                .filter(channel -> isLasting(channel, soonEnding))
                .map(PushChannel::id)
                .collect(Collectors.toCollection(HashSet::new));
        boolean trouble = false;
        for (PushTarget target : wanted) {
            List<PushChannel> its = have.stream()
                    .filter(channel -> channel.target().equals(target))
                    .toList();
            if (its.stream().noneMatch(channel -> staying.contains(channel.id()))) {
                trouble |= !watch(integration, target, its, staying);
            }
        }
        boolean watched = !trouble;
        have.stream()
                .filter(channel ->
                        wanted.contains(channel.target()) ? watched && !staying.contains(channel.id()) : known.all())
                .forEach(channel -> end(integration, channel));
        return trouble ? AFTER_TROUBLE : untilNext(integration);
    }

    private static boolean isLasting(PushChannel channel, Instant soonEnding) {
        return channel.remoteId() != null && channel.expiresAt().isAfter(soonEnding);
    }

    /** Before the first of them ends, and once a day at least, for calendars that were added. */
    private Duration untilNext(Integration integration) {
        Instant now = clock.instant();
        return accounts.call(integration.accountId(), jdbc -> PushChannelRepository.of(jdbc, integration.id())).stream()
                .map(channel -> Duration.between(now, channel.expiresAt()).minus(RENEWED_BEFORE))
                .filter(left -> left.compareTo(LOOK_AGAIN) < 0)
                .map(left -> left.compareTo(AFTER_TROUBLE) < 0 ? AFTER_TROUBLE : left)
                .min(Duration::compareTo)
                .orElse(LOOK_AGAIN);
    }

    /**
     * Prolongs the channel that there is, or opens another one.
     *
     * @param its channels of the target, all of which end soon
     * @param staying the channels that stay as they are; one that was prolonged joins them
     * @return false when another try makes sense soon
     */
    private boolean watch(Integration integration, PushTarget target, List<PushChannel> its, Set<UUID> staying) {
        for (PushChannel channel : its) {
            if (channel.remoteId() == null) {
                continue;
            }
            switch (dialects.of(channel).renew(integration, channel, clock.instant())) {
                case Opening.Opened opened -> {
                    opened(integration, channel, opened);
                    staying.add(channel.id());
                    return true;
                }
                case Opening.Unanswered _ -> {
                    return false;
                }
                case Opening.Refused _ -> log.debug("Channel {} is not prolonged", channel.id());
            }
        }
        return open(integration, target);
    }

    private boolean open(Integration integration, PushTarget target) {
        Secret secret = secrets.next();
        Instant now = clock.instant();
        PushChannel channel =
                new PushChannel(ids.next(), integration.id(), integration.provider(), target, null, now.plus(OPENING));
        // Written first: a provider greets a new channel before it answers whoever asked for it.
        accounts.run(
                integration.accountId(),
                jdbc -> PushChannelRepository.insert(jdbc, integration.accountId(), channel, secret.sha256(), now));
        return switch (dialects.of(channel).open(integration, channel, secret, now)) {
            case Opening.Opened opened -> {
                opened(integration, channel, opened);
                yield true;
            }
            case Opening.Refused _ -> {
                forget(integration, channel);
                yield true;
            }
            case Opening.Unanswered _ -> {
                forget(integration, channel);
                yield false;
            }
        };
    }

    private void opened(Integration integration, PushChannel channel, Opening.Opened opened) {
        accounts.run(
                integration.accountId(),
                jdbc -> PushChannelRepository.opened(jdbc, channel.id(), opened.remoteId(), opened.expiresAt()));
    }

    private void end(Integration integration, PushChannel channel) {
        dialects.of(channel.provider(), channel.target())
                .flatMap(dialect -> dialect.ending(channel))
                .ifPresent(call -> calls.send(integration, call));
        forget(integration, channel);
    }

    private void forget(Integration integration, PushChannel channel) {
        accounts.run(integration.accountId(), jdbc -> PushChannelRepository.delete(jdbc, channel.id()));
    }
}
