package dev.concierge.server.sync;

import static dev.concierge.server.sync.StreamRepository.instant;
import static dev.concierge.server.sync.StreamRepository.utc;

import dev.concierge.server.database.AccountScope;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Lists and searches over everything that an account has, newest first. */
@Component
public class RecordSearch {
    private static final String COLUMNS = """
            select r.id, r.integration_id, s.provider, r.stream, r.kind, r.title, r.people, r.link, r.happened_at, r.starts_at, r.ends_at, r.all_day
              from %s r join streams s on s.id = r.stream_id
             order by r.happened_at desc, r.id desc
            """;

    private final AccountScope accounts;

    RecordSearch(AccountScope accounts) {
        this.accounts = accounts;
    }

    /**
     * What is looked for; null takes all.
     *
     * @param words all of them, each as a whole word or the beginning of one; accents and capitals do not count. Empty for a plain list
     */
    public record Question(
            String words, @Nullable String kind, @Nullable UUID integrationId) {}

    /**
     * One page.
     *
     * @param before the last one of the page before; null for the first page. Empty for words of which none can be looked for
     */
    public List<Found> find(UUID accountId, Question question, Found.@Nullable Position before, int limit) {
        String query = Words.query(question.words());
        if (query.isEmpty() && !question.words().isBlank()) {
            return List.of();
        }
        return accounts.call(
                accountId,
                jdbc -> query.isEmpty()
                        ? newest(jdbc, question, before, limit)
                        : holding(jdbc, query, question, before, limit));
    }

    private static List<Found> newest(JdbcClient jdbc, Question question, Found.@Nullable Position before, int limit) {
        return bound(jdbc.sql(sql(question, before)), question, before, limit)
                .query((row, _) -> map(row))
                .list();
    }

    /**
     * A list without words. It holds no condition that does not count, and takes its records before it looks for their streams: else the planner takes them
     * for so few that it sorts all that the account has. Goes by {@code records_newest, records_of_kind} or {@code records_of_integration}.
     */
    static String sql(Question question, Found.@Nullable Position before) {
        return COLUMNS.formatted("(select * from records where deleted_at is null"
                + (question.kind() == null ? "" : " and kind = :kind")
                + (question.integrationId() == null ? "" : " and integration_id = :integration")
                + (before == null ? "" : " and (happened_at, id) < (:at, :id)")
                + " order by happened_at desc, id desc limit :limit)");
    }

    private static List<Found> holding(
            JdbcClient jdbc, String query, Question question, Found.@Nullable Position before, int limit) {
        String found =
                "(select * from records where id in (select search_records(:query::tsquery, :kind, :integration, :at, :id, :limit)))";
        return bound(jdbc.sql(COLUMNS.formatted(found)), question, before, limit)
                .param("query", query)
                .query((row, _) -> map(row))
                .list();
    }

    private static JdbcClient.StatementSpec bound(
            JdbcClient.StatementSpec statement, Question question, Found.@Nullable Position before, int limit) {
        return statement
                .param("kind", question.kind(), java.sql.Types.VARCHAR)
                .param("integration", question.integrationId(), java.sql.Types.OTHER)
                .param("at", before == null ? null : utc(before.happenedAt()), java.sql.Types.TIMESTAMP_WITH_TIMEZONE)
                .param("id", before == null ? null : before.id(), java.sql.Types.OTHER)
                .param("limit", limit);
    }

    private static Found map(ResultSet row) throws SQLException {
        return new Found(
                row.getObject("id", UUID.class),
                row.getObject("integration_id", UUID.class),
                row.getString("provider"),
                row.getString("stream"),
                row.getString("kind"),
                row.getString("title"),
                Arrays.asList((String[]) row.getArray("people").getArray()),
                row.getString("link"),
                Objects.requireNonNull(instant(row, "happened_at")),
                instant(row, "starts_at"),
                instant(row, "ends_at"),
                row.getBoolean("all_day"));
    }
}
