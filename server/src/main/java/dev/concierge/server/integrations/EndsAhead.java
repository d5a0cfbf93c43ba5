package dev.concierge.server.integrations;

import dev.concierge.server.database.AccountScope;
import dev.concierge.server.database.SystemScope;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Finds ends of access that are near and not told yet, and has them told by mail, once for each consent. Found as system by the times alone, decided and
 * done as the account.
 */
@Component
class EndsAhead {
    private static final Logger log = LoggerFactory.getLogger(EndsAhead.class);
    private static final int BATCH = 200;
    private static final int MOST_BATCHES = 50;
    private static final UUID START = new UUID(0, 0);

    /** Less is left for nobody to act on, and is the ordinary life of a token that is renewed by its use. */
    private static final Duration LEAST_LEFT = Duration.ofDays(1);

    /** Of a grant {@code g}, word for word as its index has it: nothing renews a token that falls due at its end. */
    private static final String KNOWN_END =
            "least(g.refresh_expires_at, case when g.refresh_due_at = g.access_expires_at then g.access_expires_at end)";

    private record Candidate(UUID id, UUID accountId) {}

    private final SystemScope system;
    private final AccountScope accounts;
    private final Integrations integrations;
    private final NearEnds nearEnds;
    private final EndLetters letters;
    private final Clock clock;

    EndsAhead(
            SystemScope system,
            AccountScope accounts,
            Integrations integrations,
            NearEnds nearEnds,
            EndLetters letters,
            Clock clock) {
        this.system = system;
        this.accounts = accounts;
        this.integrations = integrations;
        this.nearEnds = nearEnds;
        this.letters = letters;
        this.clock = clock;
    }

    /** One round; nothing where no mails are sent. What fails on our side waits for the next round. */
    void tell() {
        if (!letters.offered()) {
            return;
        }
        UUID last = START;
        for (int batch = 0; batch < MOST_BATCHES; batch++) {
            List<Candidate> near = near(last);
            near.forEach(this::attempt);
            if (near.size() < BATCH) {
                return;
            }
            last = near.getLast().id();
        }
    }

    private List<Candidate> near(UUID after) {
        Instant now = clock.instant();
        return system.call(jdbc -> jdbc.sql("""
                        select i.id, i.account_id from grants g
                        join integrations i on i.grant_id = g.id join accounts a on a.account_id = i.account_id
                        where g.state = 'live' and %s between :from and :until
                          and i.state = 'active' and i.told_end is null and a.status = 'active' and a.email_verified and i.id > :after
                        order by i.id limit :most
                        """.formatted(KNOWN_END))
                .param("from", IntegrationRepository.utc(now.plus(LEAST_LEFT)))
                .param("until", IntegrationRepository.utc(now.plus(NearEnds.LONGEST_NOTICE)))
                .param("after", after)
                .param("most", BATCH)
                .query((row, _) ->
                        new Candidate(row.getObject("id", UUID.class), row.getObject("account_id", UUID.class)))
                .list());
    }

    private void attempt(Candidate candidate) {
        try {
            integrations.find(candidate.accountId(), candidate.id()).ifPresent(this::tellIfNear);
        } catch (RuntimeException e) {
            log.warn("the end of integration {} could not be told; the next round tries again", candidate.id(), e);
        }
    }

    private void tellIfNear(Integration integration) {
        Consent consent = integrations.consent(integration.accountId(), integration.id());
        nearEnds.of(integration, consent)
                .ifPresent(end -> accounts.run(integration.accountId(), jdbc -> {
                    if (IntegrationRepository.tellEnd(jdbc, integration.id(), end)) {
                        letters.ahead(integration, end);
                    }
                }));
    }
}
