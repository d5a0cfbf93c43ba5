package dev.concierge.server.vault;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The table {@code refresh_intents}, inside the caller's transaction. A row is a refresh token that is out at its provider, or was and whose answer
 * never came. Times are the database's.
 */
final class RefreshIntents {
    /**
     * An open intent.
     *
     * @param overdue past its deadline: whoever wrote it does not call any more
     * @param answerLost whether its holder said so
     * @param tries 2 when the one more try has been made
     * @param age since this refresh token first went out
     */
    record Intent(long tokenVersion, boolean overdue, boolean answerLost, int tries, Duration age) {
        boolean unknown() {
            return overdue || answerLost;
        }
    }

    /** Until when a grant {@code g} is held, by a lease or by a fresh intent {@code i} of somebody. */
    private static final String HELD_UNTIL = "greatest(g.lease_until, case when not i.answer_lost then i.deadline end)";

    private RefreshIntents() {}

    /**
     * What stands in the way of a refresh.
     *
     * @param held how long a lease or a fresh intent of somebody still does; zero or less when none does
     */
    record Beside(Optional<Intent> intent, Duration held) {}

    /** Reads what stands beside a grant. To be asked in a statement of its own after the row's lock, the wait for which may have changed it. */
    static Beside beside(JdbcClient jdbc, UUID grantId) {
        return jdbc.sql("""
                        select i.token_version, i.deadline <= clock_timestamp() as overdue, i.answer_lost, i.tries,
                               extract(epoch from clock_timestamp() - i.opened_at) as age,
                               extract(epoch from %s - clock_timestamp()) as held
                        from grants g left join refresh_intents i on i.grant_id = g.id where g.id = :id
                        """.formatted(HELD_UNTIL))
                .param("id", grantId)
                .query((row, _) -> beside(row))
                .single();
    }

    /** Whether a claim would find what {@link #beside} holds up gone, or a newer token; also when there is no such grant. */
    static boolean isFree(JdbcClient jdbc, UUID grantId, long version) {
        return jdbc.sql("""
                        select g.version <> :version or coalesce(%s <= clock_timestamp(), true)
                        from grants g left join refresh_intents i on i.grant_id = g.id where g.id = :id
                        """.formatted(HELD_UNTIL))
                .param("version", version)
                .param("id", grantId)
                .query(Boolean.class)
                .optional()
                .orElse(true);
    }

    private static Beside beside(ResultSet row) throws SQLException {
        Duration held = Duration.ofMillis((long) Math.ceil(row.getDouble("held") * 1000));
        if (row.getObject("token_version") == null) {
            return new Beside(Optional.empty(), held);
        }
        Intent intent = new Intent(
                row.getLong("token_version"),
                row.getBoolean("overdue"),
                row.getBoolean("answer_lost"),
                row.getInt("tries"),
                Duration.ofMillis((long) (row.getDouble("age") * 1000)));
        return new Beside(Optional.of(intent), held);
    }

    /**
     * Takes the lease on the grant for so long, by the database's clock, and writes the intent under its fence. A token that went out before keeps
     * the time of its first going.
     *
     * @return the fence
     */
    static long open(JdbcClient jdbc, Grant grant, RefreshClaim.Try attempt, Duration open) {
        return jdbc.sql("""
                        with leased as (update grants set fence = fence + 1, lease_until = clock_timestamp() + make_interval(secs => :open)
                                        where id = :id returning id, account_id, fence)
                        insert into refresh_intents (grant_id, account_id, fence, token_version, opened_at, deadline, tries)
                        select id, account_id, fence, :version, clock_timestamp(), clock_timestamp() + make_interval(secs => :open), 1 from leased
                        on conflict (grant_id) do update set fence = excluded.fence, token_version = excluded.token_version,
                            opened_at = case when :again then refresh_intents.opened_at else excluded.opened_at end,
                            deadline = excluded.deadline, answer_lost = false,
                            tries = case when :last then refresh_intents.tries + 1 when :again then refresh_intents.tries else 1 end
                        returning fence
                        """)
                .param("id", grant.id())
                .param("version", grant.version())
                .param("open", open.toMillis() / 1000.0)
                .param("again", attempt != RefreshClaim.Try.FIRST)
                .param("last", attempt == RefreshClaim.Try.LAST)
                .query(Long.class)
                .single();
    }

    /** Whether the grant's refresh token is out at its provider, or was and its answer never came. */
    static boolean isOut(JdbcClient jdbc, Grant grant) {
        return jdbc.sql(
                        "select exists (select 1 from refresh_intents where grant_id = :id and token_version = :version)")
                .param("id", grant.id())
                .param("version", grant.version())
                .query(Boolean.class)
                .single();
    }

    /** The answer came and said what became of the token. */
    static void close(JdbcClient jdbc, RefreshClaim.Claimed claimed) {
        jdbc.sql("delete from refresh_intents where grant_id = :id and fence = :fence")
                .param("id", claimed.grant().id())
                .param("fence", claimed.fence())
                .update();
    }

    /** The request may have reached the provider, and no answer came. */
    static void answerLost(JdbcClient jdbc, RefreshClaim.Claimed claimed) {
        jdbc.sql("update refresh_intents set answer_lost = true where grant_id = :id and fence = :fence")
                .param("id", claimed.grant().id())
                .param("fence", claimed.fence())
                .update();
    }

    /** The token was not looked at this time: what was unknown before is so still, and the try does not count. */
    static void takeBack(JdbcClient jdbc, RefreshClaim.Claimed claimed) {
        if (claimed.attempt() == RefreshClaim.Try.FIRST) {
            close(jdbc, claimed);
            return;
        }
        jdbc.sql("""
                        update refresh_intents set answer_lost = true, tries = case when :last then tries - 1 else tries end
                        where grant_id = :id and fence = :fence
                        """)
                .param("id", claimed.grant().id())
                .param("fence", claimed.fence())
                .param("last", claimed.attempt() == RefreshClaim.Try.LAST)
                .update();
    }

    /**
     * Notes an intent that nobody works on any more as lost, so that the sweep goes on to others. It is taken up when the grant falls due or is asked
     * for. One whose holder may still call stays as it is.
     */
    static void leave(JdbcClient jdbc, UUID grantId) {
        jdbc.sql("update refresh_intents set answer_lost = true where grant_id = :id and deadline <= clock_timestamp()")
                .param("id", grantId)
                .update();
    }

    /** It is about a token that is not in hand any more. */
    static void forget(JdbcClient jdbc, UUID grantId) {
        jdbc.sql("delete from refresh_intents where grant_id = :id")
                .param("id", grantId)
                .update();
    }

    /** It was about a grant that is over, unless somebody has begun anew meanwhile. */
    static void forgetOld(JdbcClient jdbc, UUID grantId) {
        jdbc.sql("delete from refresh_intents where grant_id = :id and deadline < clock_timestamp() - interval '1 day'")
                .param("id", grantId)
                .update();
    }
}
