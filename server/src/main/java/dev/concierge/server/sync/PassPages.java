package dev.concierge.server.sync;

import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The table {@code pass_pages} of one account, inside the transaction that has locked the stream's row: which records the full pass that a stream is in
 * has seen without writing them. A stream has rows there only while it is in a pass.
 */
final class PassPages {
    private PassPages() {}

    /** Notes the records of these items, of whatever content; items without a record are passed over. */
    static void note(JdbcClient jdbc, StreamRow stream, UUID id, List<String> parts, List<String> upstreamIds) {
        jdbc.sql("""
                        insert into pass_pages (id, account_id, integration_id, stream_id, records)
                        select :id, :account, :integration, :stream, array_agg(r.id)
                          from unnest(:parts::text[], :upstream::text[]) as i (part, upstream_id)
                          join records r on r.stream_id = :stream and r.part = i.part and r.upstream_id = i.upstream_id
                        having count(*) > 0
                        """)
                .param("id", id)
                .param("account", stream.accountId())
                .param("integration", stream.integrationId())
                .param("stream", stream.id())
                .param("parts", parts.toArray(String[]::new))
                .param("upstream", upstreamIds.toArray(String[]::new))
                .update();
    }

    /** A pass begins or has ended: what was noted before says nothing any more. */
    static void clear(JdbcClient jdbc, UUID streamId) {
        jdbc.sql("delete from pass_pages where stream_id = :stream")
                .param("stream", streamId)
                .update();
    }
}
