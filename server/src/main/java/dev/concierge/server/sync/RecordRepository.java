package dev.concierge.server.sync;

import static dev.concierge.server.sync.StreamRepository.utc;

import dev.concierge.server.sync.streams.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
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
     * @param words with a space between them
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
            String words) {}

    private RecordRepository() {}

    /**
     * Adds new items and changes those that differ; what is the same is not written.
     *
     * @param pass the number of the stream's present full pass
     * @param marks whether items that are the same must be marked as seen in that pass
     */
    static Changes put(
            JdbcClient jdbc, StreamRow stream, Kind kind, List<Row> rows, long pass, boolean marks, Instant now) {
        if (rows.isEmpty()) {
            return Changes.NONE;
        }
        Changes changes = bound(jdbc.sql("""
                        with incoming as (
                            select * from unnest(:ids::uuid[], :parts::text[], :upstream::text[], :contents::text[], :hashes::text[],
                                :starts::timestamptz[], :ends::timestamptz[], :allDay::boolean[], :titles::text[], :people::text[], :links::text[], :words::text[])
                                as i (id, part, upstream_id, content, hash, starts_at, ends_at, all_day, title, people, link, words)
                        ), revived as (
                            select count(*) as count from incoming i
                              join records r on r.stream_id = :stream and r.part = i.part and r.upstream_id = i.upstream_id
                             where r.deleted_at is not null
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
                        select (select count from revived) as revived, count(*) filter (where version = 1) as added,
                               count(*) filter (where version > 1) as changed
                          from written
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
                .query((row, _) -> new Changes(row.getLong("added"), row.getLong("changed"), 0, row.getLong("revived")))
                .single();
        if (marks && changes.added() + changes.changed() < rows.size()) {
            mark(
                    jdbc,
                    stream,
                    rows.stream().map(Row::part).toList(),
                    rows.stream().map(Row::upstreamId).toList(),
                    pass);
        }
        return changes;
    }

    /** Has the present full pass spare these. */
    static void mark(JdbcClient jdbc, StreamRow stream, List<String> parts, List<String> upstreamIds, long pass) {
        jdbc.sql("""
                        update records r set seen_pass = :pass
                          from unnest(:parts::text[], :upstream::text[]) as i (part, upstream_id)
                         where r.stream_id = :stream and r.part = i.part and r.upstream_id = i.upstream_id and r.seen_pass <> :pass
                        """)
                .param("parts", parts.toArray(String[]::new))
                .param("upstream", upstreamIds.toArray(String[]::new))
                .param("stream", stream.id())
                .param("pass", pass)
                .update();
    }

    private static JdbcClient.StatementSpec bound(JdbcClient.StatementSpec statement, List<Row> rows) {
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

    /** Ends a full pass over a part: what it did not see is gone. @return how many were there */
    static long sweep(JdbcClient jdbc, StreamRow stream, String part, long pass, Instant now) {
        return jdbc.sql(
                        TOMBSTONE
                                + " where r.stream_id = :stream and r.part = :part and r.seen_pass <> :pass and r.deleted_at is null")
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
