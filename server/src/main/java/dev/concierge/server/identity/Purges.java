package dev.concierge.server.identity;

import dev.concierge.server.database.SystemScope;
import dev.concierge.server.jobs.Job;
import dev.concierge.server.jobs.Lane;
import dev.concierge.server.limits.Limiter;
import dev.concierge.server.limits.Quotas;
import java.time.Clock;
import java.time.Duration;
import java.util.function.IntSupplier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Deletes sessions that are long over and counters that are full again, in batches. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication
class Purges {
    private static final int AT_ONCE = 1000;
    private static final int MOST_BATCHES = 100;

    @Bean
    Job purgeSessions(SessionRepository sessions, SystemScope system, Clock clock) {
        return Job.every(
                Duration.ofHours(1),
                "identity.purge-sessions",
                Lane.MAINTENANCE,
                () -> repeat(() -> system.call(
                        jdbc -> sessions.purge(jdbc, clock.instant().minus(PasswordCheck.BROWSER_KNOWN), AT_ONCE))));
    }

    /** Kept a while after their end, so that a page can tell of them. */
    @Bean
    Job purgeTokens(TokenFamilyRepository families, SystemScope system, Clock clock) {
        return Job.every(
                Duration.ofHours(1),
                "identity.purge-tokens",
                Lane.MAINTENANCE,
                () -> repeat(() ->
                        system.call(jdbc -> families.purge(jdbc, clock.instant().minus(Duration.ofDays(1)), AT_ONCE))));
    }

    /** Begun without signing in. */
    @Bean
    Job purgeChallenges(PasskeyChallenges challenges) {
        return Job.every(
                Duration.ofMinutes(10),
                "identity.purge-challenges",
                Lane.MAINTENANCE,
                () -> repeat(() -> challenges.purge(AT_ONCE)));
    }

    /** Browsers that did not sign in for 400 days. */
    @Bean
    Job forgetBrowsers(KnownBrowserRepository browsers, SystemScope system, Clock clock) {
        return Job.every(
                Duration.ofHours(1),
                "identity.forget-browsers",
                Lane.MAINTENANCE,
                () -> repeat(() -> system.call(
                        jdbc -> browsers.purge(jdbc, clock.instant().minus(KnownBrowsers.REMEMBERED), AT_ONCE))));
    }

    @Bean
    Job leave(DepartureWork work) {
        return Job.once(Departures.LEAVE, (data, _) -> work.run(data.accountId()));
    }

    /** A year after an account was deleted. */
    @Bean
    Job purgeReceipts(DepartureRepository departures, SystemScope system, Clock clock) {
        return Job.every(
                Duration.ofHours(6),
                "identity.purge-receipts",
                Lane.MAINTENANCE,
                () -> repeat(() -> system.call(jdbc -> departures.purge(jdbc, clock.instant(), AT_ONCE))));
    }

    @Bean
    Job turnSigningKeys(SigningKeyTurns turns) {
        return Job.every(Duration.ofHours(1), "identity.turn-signing-keys", Lane.MAINTENANCE, turns::tend);
    }

    @Bean
    Job purgeCounters(Limiter limiter, Quotas quotas, AccountRepository accounts, SystemScope system) {
        return Job.every(Duration.ofHours(1), "identity.purge-counters", Lane.MAINTENANCE, () -> {
            repeat(limiter::purge);
            repeat(quotas::purge);
            system.run(accounts::purgePasswordForms);
        });
    }

    /** Asked for without signing in; the job that looks is done within a day, or never. */
    @Bean
    Job purgeLinks(
            EmailLinkRepository links,
            MailRequestRepository requests,
            InvitationRepository invitations,
            SystemScope system,
            Clock clock) {
        return Job.every(Duration.ofHours(1), "identity.purge-links", Lane.MAINTENANCE, () -> {
            repeat(() -> system.call(jdbc -> links.purge(jdbc, clock.instant(), AT_ONCE)));
            repeat(() -> system.call(jdbc -> invitations.purge(jdbc, clock.instant(), AT_ONCE)));
            repeat(() ->
                    system.call(jdbc -> requests.purge(jdbc, clock.instant().minus(Duration.ofDays(1)), AT_ONCE)));
        });
    }

    @Bean
    Job answerRequests(MailRequests requests) {
        return Job.once(MailRequests.ANSWER, (data, _) -> requests.answer(data.id()));
    }

    /** Until a batch is not full, or the next run may go on. */
    private static void repeat(IntSupplier batch) {
        int batches = 1;
        while (batch.getAsInt() >= AT_ONCE && batches < MOST_BATCHES) {
            batches++;
        }
    }
}
