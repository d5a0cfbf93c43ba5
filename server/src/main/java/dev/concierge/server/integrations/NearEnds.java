package dev.concierge.server.integrations;

import dev.concierge.server.vault.TokenHealth;
import dev.concierge.server.vault.Vault;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Ends of access that are known beforehand and so near that the person should hear of them. */
@Component
class NearEnds {
    static final Duration LONGEST_NOTICE = Duration.ofDays(14);
    private static final int NOTICE_PARTS = 2;
    private static final int PARTS = 7;
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private final Vault vault;
    private final Clock clock;

    NearEnds(Vault vault, Clock clock) {
        this.vault = vault;
        this.clock = clock;
    }

    /**
     * When an active integration's access ends; empty when that is not known, still far, or over.
     *
     * @param consent its newest, from which the time runs
     */
    Optional<Instant> of(Integration integration, Consent consent) {
        if (integration.state() != IntegrationState.ACTIVE || integration.grantId() == null) {
            return Optional.empty();
        }
        return vault.health(integration.accountId(), integration.grantId())
                .map(TokenHealth::accessEndsAt)
                .filter(end -> isNear(end, consent.givenAt()));
    }

    /** The last day in words, in UTC, and what helps. */
    static String sentence(String provider, Instant end) {
        return provider + " gave access for a fixed time, which ends on " + DAY.format(end)
                + ". Reconnect it before then and nothing stops.";
    }

    /** Two sevenths of the whole time, so two days of a week, and never more than fourteen days. */
    static Duration notice(Duration whole) {
        Duration share = whole.multipliedBy(NOTICE_PARTS).dividedBy(PARTS);
        return share.compareTo(LONGEST_NOTICE) < 0 ? share : LONGEST_NOTICE;
    }

    private boolean isNear(Instant end, Instant given) {
        Instant now = clock.instant();
        return now.isBefore(end) && !now.isBefore(end.minus(notice(Duration.between(given, end))));
    }
}
