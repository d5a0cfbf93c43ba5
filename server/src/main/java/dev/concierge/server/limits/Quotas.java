package dev.concierge.server.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.concierge.server.database.SystemScope;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Limits of API calls over all nodes, several windows at once, without SQL on the usual call. In each window a node lets a twentieth of the quota
 * through by itself (its float); from then on it takes a twentieth at a time from the window's counter in the database, where the float is counted
 * too. So a caller that stays under a twentieth costs no SQL, and one at its limit costs about twenty short transactions in a window, on all nodes
 * together.
 *
 * <p>How exact that is: no more than the quota is ever handed out, and on top of it at most a twentieth for each node that never asked. A caller may be
 * refused while other nodes still hold what they took: at most a twentieth each. Quotas under 20 have neither float nor stock and are exact. What a node
 * holds ends with the window. When the database cannot be asked, the float passes and no call beyond it.
 */
@Component
public final class Quotas {
    private static final long MOST_COUNTERS = 200_000;
    private static final Duration KEPT = Duration.ofMinutes(30);
    private static final int PURGED_AT_ONCE = 1000;

    /** Whose calls are counted under which key; the key holds the account, where it is not one itself. */
    public record Counted(QuotaSubject subject, String key) {}

    /** What became of a call. */
    public sealed interface Outcome {
        /** Where the caller stands, in the order that was asked. */
        List<Standing> standings();

        /** It may be made. */
        record Admitted(List<Standing> standings) implements Outcome {}

        /**
         * It may not.
         *
         * @param spent the limit that is used up
         * @param retryAfter until there is room again, spread a little so that not all come back at once
         */
        record Refused(List<Standing> standings, Standing spent, Duration retryAfter) implements Outcome {}
    }

    private record Policy(QuotaSubject subject, Rate rate) {}

    private record Key(Policy policy, String key) {}

    private final QuotaCounters shared;
    private final SystemScope system;
    private final Clock clock;
    private final Spread spread = new Spread();
    private final Map<QuotaSubject, List<Policy>> policies = new EnumMap<>(QuotaSubject.class);
    private final Cache<Key, QuotaCounter> counters = Caffeine.newBuilder()
            .maximumSize(MOST_COUNTERS)
            .expireAfterAccess(KEPT)
            .build();

    Quotas(LimitSettings settings, SystemScope system, Clock clock) {
        this.shared = new QuotaCounters(system);
        this.system = system;
        this.clock = clock;
        for (QuotaSubject subject : QuotaSubject.values()) {
            policies.put(
                    subject,
                    settings.of(subject).stream()
                            .map(rate -> new Policy(subject, rate))
                            .toList());
        }
    }

    /**
     * Counts one call against every window of every subject, or against none.
     *
     * @throws dev.concierge.server.problem.ProblemException {@code unavailable} when a counter is needed and cannot be had
     */
    public Outcome take(List<Counted> counted) {
        Instant now = clock.instant();
        List<QuotaCounter> taken = new ArrayList<>();
        List<QuotaCounter> all = counters(counted);
        try {
            for (QuotaCounter counter : all) {
                if (!counter.take(now, shared)) {
                    giveBack(taken, now);
                    Standing spent = counter.standing(now);
                    return new Outcome.Refused(
                            standings(all, now),
                            spent,
                            spread.over(counter.untilNext(now), spent.rate().window()));
                }
                taken.add(counter);
            }
        } catch (RuntimeException e) {
            giveBack(taken, now);
            throw e;
        }
        return new Outcome.Admitted(standings(all, now));
    }

    /** Deletes counters of windows that are over. @return how many */
    public int purge() {
        return system.call(jdbc -> QuotaCounters.purge(jdbc, clock.instant(), PURGED_AT_ONCE));
    }

    private List<QuotaCounter> counters(List<Counted> counted) {
        List<QuotaCounter> all = new ArrayList<>();
        for (Counted one : counted) {
            for (Policy policy : policies.getOrDefault(one.subject(), List.of())) {
                all.add(counters.get(new Key(policy, one.key()), Quotas::counter));
            }
        }
        return all;
    }

    private static QuotaCounter counter(Key key) {
        String name = key.policy().subject().word() + "-" + key.policy().rate().windowWords();
        return new QuotaCounter(name, key.policy().rate(), key.key());
    }

    private static void giveBack(List<QuotaCounter> taken, Instant now) {
        taken.forEach(counter -> counter.giveBack(now));
    }

    private static List<Standing> standings(List<QuotaCounter> counters, Instant now) {
        List<Standing> standings = new ArrayList<>(counters.size());
        counters.forEach(counter -> standings.add(counter.standing(now)));
        return standings;
    }
}
