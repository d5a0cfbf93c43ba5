package dev.concierge.server.sync;

import static dev.concierge.server.sync.StreamRepository.utc;

import dev.concierge.server.sync.streams.Kind;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The table {@code records} of one account, inside the transaction that has locked the stream's row: nobody else writes records of that stream.
 * Pages go in as arrays, one statement each ({@code COPY} is refused under row-level security).
 */
final class RecordRepository {
    /** Stands between two people of a row; no name holds it. */
    static final String BETWEEN = "\n";

    /**
     * An item that is there, ready to be stored.
     *
     * @param people with {@link #BETWEEN} between them
     * @param text more words to be found by
     */
    record Row(
            UUID id,
            String part,
            String upstreamId,
            String content,
            String hash,
            @Nullable Instant startsAt,
            @Nullable Instant endsAt,
            boolean allDay,
            String title,
            String people,
            @Nullable String link,
            String text) {
        /** What it is found by, with a space between the words; worked out only for what is written. */
        String words() {
            return Words.of(title, people, text);
        }
    }

    /**
     * What the table knows of a page.
     *
     * @param same places on the page of those that are there just so
     * @param buried how many are there as tombstones
     */
    record Known(Set<Integer> same, long buried) {
        static final Known NOTHING = new Known(Set.of(), 0);

        /** Those that have to be written. */
        List<Row> others(List<Row> rows) {
            return IntStream.range(0, rows.size())
                    .filter(place -> !same.contains(place))
                    .mapToObj(rows::get)
                    .toList();
        }
    }

    private record There(int place, boolean buried) {}

    private RecordRepository() {}

    /**
     * Looks which of a page's items are there already, and notes for the stream's present full pass those that are the same.
     *
     * @param note the id of that note; null outside of a full pass
     */
    static Known known(JdbcClient jdbc, StreamRow stream, List<Row> rows, @Nullable UUID note) {
        if (rows.isEmpty()) {
            return Known.NOTHING;
        }
        List<There> there = keys(jdbc.sql("""
                        with there as (
                            select i.place, r.id, r.deleted_at is not null as buried, r.content_hash = decode(i.hash, 'hex') as same
                              from unnest(:parts::text[], :upstream::text[], :hashes::text[]) with ordinality as i (part, upstream_id, hash, place)
                              join records r on r.stream_id = :stream and r.part = i.part and r.upstream_id = i.upstream_id
                        ), noted as (
                            insert into pass_pages (id, account_id, integration_id, stream_id, records)
                            select :note::uuid, :account, :integration, :stream, array_agg(id) from there
                             where :note::uuid is not null and same and not buried having count(*) > 0
                        )
                        select place, buried from there where same or buried
                        """), rows)
                .param("hashes", rows.stream().map(Row::hash).toArray(String[]::new))
                .param("note", note, Types.OTHER)
                .param("account", stream.accountId())
                .param("integration", stream.integrationId())
                .param("stream", stream.id())
                .query((row, _) -> new There(row.getInt("place") - 1, row.getBoolean("buried")))
                .list();
        return new Known(
                there.stream().filter(one -> !one.buried()).map(There::place).collect(Collectors.toSet()),
                there.stream().filter(There::buried).count());
    }

    /**
     * Adds new items and changes those that differ; what is the same all the same is not written.
     *
     * @param pass the number of the stream's present full pass
     */
    static Changes put(JdbcClient jdbc, StreamRow stream, Kind kind, List<Row> rows, long pass, Instant now) {
        if (rows.isEmpty()) {
            return Changes.NONE;
        }
        return keys(jdbc.sql("""
                        with incoming as (
                            select * from unnest(:ids::uuid[], :parts::text[], :upstream::text[], :contents::text[], :hashes::text[],
                                :starts::timestamptz[], :ends::timestamptz[], :allDay::boolean[], :titles::text[], :people::text[], :links::text[], :words::text[])
                                as i (id, part, upstream_id, content, hash, starts_at, ends_at, all_day, title, people, link, words)
                        ), written as (
                            insert into records (id, account_id, integration_id, stream_id, stream, part, upstream_id, content, content_hash,
                                starts_at, ends_at, all_day, kind, title, people, link, happened_at, words, seen_pass, created_at, changed_at, era, xact)
                            select i.id, :account, :integration, :stream, :name, i.part, i.upstream_id, i.content::jsonb, decode(i.hash, 'hex'),
                                   i.starts_at, i.ends_at, i.all_day, :kind, i.title, string_to_array(i.people, :between), i.link,
                                   coalesce(i.starts_at, :now), array_to_tsvector(string_to_array(i.words, ' ')),
                                   :pass, :now, :now, (select current_era()), pg_current_xact_id()
                              from incoming i
                            on conflict (stream_id, part, upstream_id) do update set
                                content = excluded.content, content_hash = excluded.content_hash, starts_at = excluded.starts_at,
                                ends_at = excluded.ends_at, all_day = excluded.all_day, kind = excluded.kind, title = excluded.title,
                                people = excluded.people, link = excluded.link, words = excluded.words,
                                happened_at = coalesce(excluded.starts_at, records.created_at), seen_pass = excluded.seen_pass,
                                version = records.version + 1, changed_at = excluded.changed_at, deleted_at = null,
                                era = excluded.era, xact = excluded.xact
                             where records.content_hash <> excluded.content_hash or records.deleted_at is not null
                            returning version
                        )
                        select count(*) filter (where version = 1) as added, count(*) filter (where version > 1) as changed from written
                        """), rows)
                .param("hashes", rows.stream().map(Row::hash).toArray(String[]::new))
                .param("contents", rows.stream().map(Row::content).toArray(String[]::new))
                .param("ids", rows.stream().map(row -> row.id().toString()).toArray(String[]::new))
                .param("starts", rows.stream().map(row -> text(row.startsAt())).toArray(String[]::new))
                .param("ends", rows.stream().map(row -> text(row.endsAt())).toArray(String[]::new))
                .param(
                        "allDay",
                        rows.stream().map(row -> Boolean.toString(row.allDay())).toArray(String[]::new))
                .param("titles", rows.stream().map(Row::title).toArray(String[]::new))
                .param("people", rows.stream().map(Row::people).toArray(String[]::new))
                .param("links", rows.stream().map(Row::link).toArray(String[]::new))
                .param("words", rows.stream().map(Row::words).toArray(String[]::new))
                .param("between", BETWEEN)
                .param("kind", kind.word())
                .param("account", stream.accountId())
                .param("integration", stream.integrationId())
                .param("stream", stream.id())
                .param("name", stream.name())
                .param("pass", pass)
                .param("now", utc(now))
                .query((row, _) -> new Changes(row.getLong("added"), row.getLong("changed"), 0, 0))
                .single();
    }

    private static JdbcClient.StatementSpec keys(JdbcClient.StatementSpec statement, List<Row> rows) {
        return statement
                .param("parts", rows.stream().map(Row::part).toArray(String[]::new))
                .param("upstream", rows.stream().map(Row::upstreamId).toArray(String[]::new));
    }

    /** Makes tombstones of items that are gone. @return how many were there */
    static long bury(JdbcClient jdbc, StreamRow stream, List<String> parts, List<String> upstreamIds, Instant now) {
        if (upstreamIds.isEmpty()) {
            return 0;
        }
        return jdbc.sql(TOMBSTONE + """
                          from unnest(:parts::text[], :upstream::text[]) as i (part, upstream_id)
                         where r.stream_id = :stream and r.part = i.part and r.upstream_id = i.upstream_id and r.deleted_at is null
                        """)
                .param("parts", parts.toArray(String[]::new))
                .param("upstream", upstreamIds.toArray(String[]::new))
                .param("stream", stream.id())
                .param("now", utc(now))
                .update();
    }

    /** Ends a full pass over a part: what it neither wrote nor noted is gone. @return how many were there */
    static long sweep(JdbcClient jdbc, StreamRow stream, String part, long pass, Instant now) {
        return jdbc.sql(TOMBSTONE + " from unseen_records(:stream, :part, :pass) as u (id) where r.id = u.id")
                .param("stream", stream.id())
                .param("part", part)
                .param("pass", pass)
                .param("now", utc(now))
                .update();
    }

    /** Everything of these parts is gone. @return how many were there */
    static long buryParts(JdbcClient jdbc, StreamRow stream, Set<String> parts, Instant now) {
        if (parts.isEmpty()) {
            return 0;
        }
        return jdbc.sql(TOMBSTONE + " where r.stream_id = :stream and r.part = any (:parts) and r.deleted_at is null")
                .param("stream", stream.id())
                .param("parts", parts.toArray(String[]::new))
                .param("now", utc(now))
                .update();
    }

    /** Everything of the stream is gone. */
    static void buryAll(JdbcClient jdbc, UUID streamId, Instant now) {
        jdbc.sql(TOMBSTONE + " where r.stream_id = :stream and r.deleted_at is null")
                .param("stream", streamId)
                .param("now", utc(now))
                .update();
    }

    private static final String TOMBSTONE = """
            update records r set content = null, content_hash = '', title = '', people = '{}', link = null, words = '',
                starts_at = null, ends_at = null, deleted_at = :now, changed_at = :now,
                version = r.version + 1, era = (select current_era()), xact = pg_current_xact_id()
            """;

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }
}
