package dev.concierge.server.vault;

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

    private RefreshIntents() {}

    static Optional<Intent> find(JdbcClient jdbc, UUID grantId) {
        return jdbc.sql(
                        "select token_version, deadline <= clock_timestamp() as overdue, answer_lost, tries,"
                                + " extract(epoch from clock_timestamp() - opened_at) as age from refresh_intents where grant_id = :id")
                .param("id", grantId)
                .query((row, _) -> new Intent(
                        row.getLong("token_version"),
                        row.getBoolean("overdue"),
                        row.getBoolean("answer_lost"),
                        row.getInt("tries"),
                        Duration.ofMillis((long) (row.getDouble("age") * 1000))))
                .optional();
    }

    /** A token that went out before keeps the time of its first going. */
    static void write(JdbcClient jdbc, RefreshClaim.Claimed claimed, Duration open) {
        Grant grant = claimed.grant();
        jdbc.sql("""
                        insert into refresh_intents (grant_id, account_id, fence, token_version, opened_at, deadline, tries)
                        values (:id, :account, :fence, :version, clock_timestamp(), clock_timestamp() + make_interval(secs => :open), 1)
                        on conflict (grant_id) do update set fence = excluded.fence, token_version = excluded.token_version,
                            opened_at = case when :again then refresh_intents.opened_at else excluded.opened_at end,
                            deadline = excluded.deadline, answer_lost = false,
                            tries = case when :last then refresh_intents.tries + 1 when :again then refresh_intents.tries else 1 end
                        """)
                .param("id", grant.id())
                .param("account", grant.accountId())
                .param("fence", claimed.fence())
                .param("version", grant.version())
                .param("open", open.toMillis() / 1000.0)
                .param("again", claimed.attempt() != RefreshClaim.Try.FIRST)
                .param("last", claimed.attempt() == RefreshClaim.Try.LAST)
                .update();
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

    /** Nobody works on it: noted as lost, so that the sweep goes on to others. It is taken up when the grant falls due or is asked for. */
    static void leave(JdbcClient jdbc, UUID grantId) {
        jdbc.sql("update refresh_intents set answer_lost = true where grant_id = :id")
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
