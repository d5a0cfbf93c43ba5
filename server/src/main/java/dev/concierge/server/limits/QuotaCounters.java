package dev.concierge.server.limits;

import dev.concierge.server.database.CurrentTransaction;
import dev.concierge.server.database.SystemScope;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code quota_counters}: for each limit and key, under a hash, how much of the newest window all nodes have taken. */
final class QuotaCounters {
    private final SystemScope system;

    QuotaCounters(SystemScope system) {
        this.system = system;
    }

    /**
     * Adds to a window's count. A node whose clock is behind counts in the newer window.
     *
     * @return the count afterwards; more than the quota when not all of it was there
     * @throws dev.concierge.server.problem.ProblemException {@code unavailable}
     * @throws IllegalStateException inside a transaction
     */
    long add(String counter, Rate rate, long window, long calls) {
        if (CurrentTransaction.isOpen()) {
            throw new IllegalStateException("a limit is asked before the transaction");
        }
        Instant end = Instant.ofEpochSecond((window + 1) * rate.window().toSeconds());
        return system.call(jdbc -> jdbc.sql("""
                        insert into quota_counters as c (id, window_index, used, expires_at) values (:id, :window, :calls, :end)
                        on conflict (id) do update set
                            used = case when c.window_index >= excluded.window_index then least(c.used, :quota) else 0 end + excluded.used,
                            window_index = greatest(c.window_index, excluded.window_index),
                            expires_at = greatest(c.expires_at, excluded.expires_at)
                        returning used
                        """)
                .param("id", hash(counter))
                .param("window", window)
                .param("calls", calls)
                .param("quota", rate.quota())
                .param("end", end.atOffset(ZoneOffset.UTC))
                .query(Long.class)
                .single());
    }

    static int purge(JdbcClient jdbc, Instant now, int atMost) {
        return jdbc.sql("""
                        delete from quota_counters where id in
                            (select id from quota_counters where expires_at < :now limit :most for update skip locked)
                        """)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("most", atMost)
                .update();
    }

    private static String hash(String counter) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(counter.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
