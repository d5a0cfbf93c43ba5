package dev.concierge.server.sync;

import static dev.concierge.server.sync.StreamRepository.instant;
import static dev.concierge.server.sync.StreamRepository.utc;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code malformed_items} of one account, inside the transaction that has locked the stream's row. */
final class MalformedItems {
    /** Of one stream; more are counted with their run and not kept. */
    private static final int MOST = 1_000;

    /** An item that cannot be read. */
    record Row(UUID id, String part, String upstreamId, String why, String content) {}

    private MalformedItems() {}

    /** Keeps items aside; of those that are there already only the content is renewed. */
    static void keep(JdbcClient jdbc, StreamRow stream, List<Row> rows, long pass, Instant now) {
        if (rows.isEmpty()) {
            return;
        }
        jdbc.sql("""
                        insert into malformed_items (id, account_id, integration_id, stream_id, stream, part, upstream_id, why, content, seen_pass, first_at, seen_at)
                        select i.id, :account, :integration, :stream, :name, i.part, i.upstream_id, i.why, i.content::jsonb, :pass, :now, :now
                          from unnest(:ids::uuid[], :parts::text[], :upstream::text[], :whys::text[], :contents::text[])
                               as i (id, part, upstream_id, why, content)
                         where (select count(*) from malformed_items m where m.stream_id = :stream) < :most
                            or exists (select from malformed_items m where m.stream_id = :stream and m.part = i.part and m.upstream_id = i.upstream_id)
                        on conflict (account_id, stream_id, part, upstream_id) do update set
                            why = excluded.why, content = excluded.content, seen_pass = excluded.seen_pass, seen_at = excluded.seen_at
                        """)
                .param("ids", rows.stream().map(row -> row.id().toString()).toArray(String[]::new))
                .param("parts", rows.stream().map(Row::part).toArray(String[]::new))
                .param("upstream", rows.stream().map(Row::upstreamId).toArray(String[]::new))
                .param("whys", rows.stream().map(Row::why).toArray(String[]::new))
                .param("contents", rows.stream().map(Row::content).toArray(String[]::new))
                .param("account", stream.accountId())
                .param("integration", stream.integrationId())
                .param("stream", stream.id())
                .param("name", stream.name())
                .param("pass", pass)
                .param("most", MOST)
                .param("now", utc(now))
                .update();
    }

    /** These can be read now, or are gone. */
    static void drop(JdbcClient jdbc, UUID streamId, List<String> parts, List<String> upstreamIds) {
        jdbc.sql("""
                        delete from malformed_items m using unnest(:parts::text[], :upstream::text[]) as i (part, upstream_id)
                         where m.stream_id = :stream and m.part = i.part and m.upstream_id = i.upstream_id
                        """)
                .param("parts", parts.toArray(String[]::new))
                .param("upstream", upstreamIds.toArray(String[]::new))
                .param("stream", streamId)
                .update();
    }

    /** Ends a full pass over a part: what it did not see is gone. */
    static void sweep(JdbcClient jdbc, UUID streamId, String part, long pass) {
        jdbc.sql("""
                        delete from malformed_items
                         where stream_id = :stream and seen_pass <> :pass and part = :part
                        """)
                .param("stream", streamId)
                .param("part", part)
                .param("pass", pass)
                .update();
    }

    /** Everything of these parts is gone. */
    static void dropParts(JdbcClient jdbc, UUID streamId, Set<String> parts) {
        if (!parts.isEmpty()) {
            jdbc.sql("delete from malformed_items where stream_id = :stream and part = any (:parts)")
                    .param("stream", streamId)
                    .param("parts", parts.toArray(String[]::new))
                    .update();
        }
    }

    /** Everything of the stream is gone. */
    static void dropAll(JdbcClient jdbc, UUID streamId) {
        jdbc.sql("delete from malformed_items where stream_id = :stream")
                .param("stream", streamId)
                .update();
    }

    /** Counts them into the stream's row. @return how many there are */
    static long count(JdbcClient jdbc, UUID streamId) {
        return jdbc.sql("""
                        update streams set malformed = (select count(*) from malformed_items m where m.stream_id = :stream) where id = :stream returning malformed
                        """).param("stream", streamId).query(Long.class).single();
    }

    static List<Malformed> list(JdbcClient jdbc, Malformed.@Nullable Position before, int limit) {
        return jdbc.sql("""
                        select id, integration_id, stream, part, upstream_id, why, content::text as content, first_at, seen_at from malformed_items
                         where (:at::timestamptz is null or (seen_at, id) < (:at, :id::uuid))
                         order by seen_at desc, id desc limit :limit
                        """)
                .param("at", before == null ? null : utc(before.seenAt()))
                .param("id", before == null ? null : before.id())
                .param("limit", limit)
                .query((row, _) -> new Malformed(
                        row.getObject("id", UUID.class),
                        row.getObject("integration_id", UUID.class),
                        row.getString("stream"),
                        row.getString("part"),
                        row.getString("upstream_id"),
                        row.getString("why"),
                        row.getString("content"),
                        Objects.requireNonNull(instant(row, "first_at")),
                        Objects.requireNonNull(instant(row, "seen_at"))))
                .list();
    }
}
