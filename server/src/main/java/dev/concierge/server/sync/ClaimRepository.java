package dev.concierge.server.sync;

import dev.concierge.server.database.SystemScope;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Repository;

/** Finds due streams, whosever they are: as the system role, which sees ids, states and times of {@code streams} and nothing else. */
@Repository
class ClaimRepository {
    private final SystemScope system;
    private final Clock clock;

    ClaimRepository(SystemScope system, Clock clock) {
        this.system = system;
        this.clock = clock;
    }

    /** Takes the provider's stream that is due the longest and that nobody runs. */
    Optional<Claim> next(String provider, Duration lease) {
        return system.call(jdbc -> jdbc.sql("""
                        update streams set fence = fence + 1, lease_until = clock_timestamp() + make_interval(secs => :lease)
                         where id = (select id from streams
                                      where provider = :provider and due_at <= :now
                                        and (lease_until is null or lease_until <= clock_timestamp())
                                      order by due_at, id limit 1 for update skip locked)
                        returning id, account_id, fence
                        """)
                .param("provider", provider)
                .param("now", now())
                .param("lease", (double) lease.toSeconds())
                .query((row, _) -> new Claim(
                        row.getObject("id", UUID.class), row.getObject("account_id", UUID.class), row.getLong("fence")))
                .optional());
    }

    /** How many of the provider's streams are due and free, counted up to {@code most}. */
    int due(String provider, int most) {
        return system.call(jdbc -> jdbc.sql("""
                        select count(*) from (
                            select from streams
                             where provider = :provider and due_at <= :now and (lease_until is null or lease_until <= clock_timestamp())
                             limit :most) as due
                        """)
                .param("provider", provider)
                .param("now", now())
                .param("most", most)
                .query(Integer.class)
                .single());
    }

    private OffsetDateTime now() {
        return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
