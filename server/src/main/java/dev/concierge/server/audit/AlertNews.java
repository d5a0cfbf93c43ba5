package dev.concierge.server.audit;

import dev.concierge.server.database.SystemScope;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** What administrators have not been told of yet. One mail for each kind and hour; what happened meanwhile is summed up in the next. */
@Component
public class AlertNews {
    private static final Duration BETWEEN = Duration.ofHours(1);

    /**
     * What there is to tell of a kind.
     *
     * @param number which mail of this kind it is, from 1: the same as long as {@link #told} was not called
     * @param alerts different ones
     * @param times how often in all, since the last mail
     * @param asOf when this was looked up
     */
    public record Untold(AlertKind kind, long number, long alerts, long times, Instant since, Instant asOf) {}

    private final SystemScope system;
    private final Clock clock;

    AlertNews(SystemScope system, Clock clock) {
        this.system = system;
        this.clock = clock;
    }

    /** Kinds with news whose last mail is an hour old. */
    public List<Untold> untold() {
        Instant now = clock.instant();
        return system.call(jdbc -> jdbc.sql("""
                        select a.kind, coalesce(max(m.number), 0) + 1 as number, count(*) as alerts, sum(a.times - a.told_times) as times,
                               min(case when a.told_times = 0 then a.first_at else a.last_at end) as since
                        from security_alerts a left join alert_mails m on m.kind = a.kind
                        where a.times > a.told_times and (m.sent_at is null or m.sent_at <= :before)
                        group by a.kind order by a.kind
                        """)
                .param("before", SealRepository.utc(now.minus(BETWEEN)))
                .query((row, _) -> new Untold(
                        AlertKind.of(row.getString("kind")).orElse(AlertKind.OTHER),
                        row.getLong("number"),
                        row.getLong("alerts"),
                        row.getLong("times"),
                        SealRepository.instant(row, "since"),
                        now))
                .list());
    }

    /** The id of the mail of this number to somebody: it is written once, also when the job begins again. */
    public static UUID mailId(Untold news, UUID to) {
        return UUID.nameUUIDFromBytes(("alert mail " + news.kind().word() + " " + news.number() + " " + to)
                .getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    /** The mails are written. What was raised since {@link #untold} is told by the next. */
    public void told(Untold news) {
        system.run(jdbc -> {
            jdbc.sql("select pg_advisory_xact_lock(hashtext('security_alerts'), hashtext(:kind))")
                    .param("kind", news.kind().word())
                    .query((_, _) -> 0)
                    .single();
            jdbc.sql("""
                            insert into alert_mails (kind, number, sent_at) values (:kind, :number, :now)
                            on conflict (kind) do update set number = excluded.number, sent_at = excluded.sent_at
                            """)
                    .param("kind", news.kind().word())
                    .param("number", news.number())
                    .param("now", SealRepository.utc(clock.instant()))
                    .update();
            jdbc.sql(
                            "update security_alerts set told_times = times where kind = :kind and times > told_times and last_at <= :asOf")
                    .param("kind", news.kind().word())
                    .param("asOf", SealRepository.utc(news.asOf()))
                    .update();
        });
    }
}
