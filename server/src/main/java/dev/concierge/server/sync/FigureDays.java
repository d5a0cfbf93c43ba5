package dev.concierge.server.sync;

import dev.concierge.server.sync.streams.Figure;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code figure_days} of one account, inside the caller's transaction. */
final class FigureDays {
    private FigureDays() {}

    /**
     * Keeps the sums over a stream's records as those of a day; a later run of the day puts its own in their place. A figure that no record has is not
     * known, which is not nothing.
     */
    static void count(JdbcClient jdbc, UUID streamId, LocalDate day, Map<Figure, List<String>> figures) {
        List<String> words = new ArrayList<>();
        List<String> paths = new ArrayList<>();
        figures.forEach((figure, places) -> places.forEach(place -> {
            words.add(figure.word());
            paths.add(place);
        }));
        jdbc.sql("""
                        insert into figure_days as d (account_id, integration_id, stream_id, day, figure, value)
                        select s.account_id, s.integration_id, s.id, cast(:day as date), f.figure,
                               least(sum((v.value #>> '{}')::bigint), 1000000000000000)::bigint
                          from streams s
                          join records r on r.stream_id = s.id and r.deleted_at is null
                         cross join unnest(:figures::text[], :paths::text[]) as f (figure, path)
                         cross join lateral jsonb_path_query(r.content, f.path::jsonpath, '{}'::jsonb, true) as v (value)
                         where s.id = :stream and (v.value #>> '{}') ~ '^[0-9]{1,12}$'
                         group by s.account_id, s.integration_id, s.id, f.figure
                            on conflict (account_id, stream_id, day, figure) do update set value = excluded.value
                        """)
                .param("day", day)
                .param("figures", words.toArray(String[]::new))
                .param("paths", paths.toArray(String[]::new))
                .param("stream", streamId)
                .update();
    }

    /** From one day to another and both of them, the earliest first; days on which nothing was counted are left out. */
    static List<FigureDay> between(JdbcClient jdbc, LocalDate from, LocalDate to) {
        return jdbc.sql("""
                        select d.day, d.stream_id, s.provider, d.figure, d.value
                          from figure_days d
                          join streams s on s.account_id = d.account_id and s.integration_id = d.integration_id and s.id = d.stream_id
                         where d.day between :from and :to order by d.day, d.stream_id, d.figure
                        """)
                .param("from", from)
                .param("to", to)
                .query((row, _) -> new FigureDay(
                        row.getObject("day", LocalDate.class),
                        row.getObject("stream_id", UUID.class),
                        row.getString("provider"),
                        row.getString("figure"),
                        row.getLong("value")))
                .list();
    }

    /** Another account at the provider takes the stream's place: what was counted was somebody else's. */
    static void forget(JdbcClient jdbc, UUID streamId) {
        jdbc.sql("delete from figure_days where stream_id = :stream")
                .param("stream", streamId)
                .update();
    }
}
