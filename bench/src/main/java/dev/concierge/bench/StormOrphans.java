package dev.concierge.bench;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Finds the refreshes that a killed process had under way, among all that are open. A process that lives ends each within its deadline of ten seconds, answered
 * or not, and its claim lasts five seconds longer; so an intent that nobody has touched shortly before its claim ends is nobody's.
 */
final class StormOrphans {
    private static final double NOBODYS_SECONDS = 4;
    private static final long CLAIM_SECONDS = 16;
    private static final long LOOK_MILLIS = 500;

    /** @param left seconds until the claim ends, by the database's clock */
    private record Open(long fence, double left, boolean answerLost) {}

    private final Installation at;

    StormOrphans(Installation at) {
        this.at = at;
    }

    /** Looks from now, the moment of a kill, until each intent that is open is decided, for sixteen seconds at most. @return the orphans' grants */
    Set<UUID> await() throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(CLAIM_SECONDS);
        Map<UUID, Open> undecided = null;
        Set<UUID> orphans = new HashSet<>();
        while (undecided == null || (!undecided.isEmpty() && System.nanoTime() < end)) {
            Map<UUID, Open> now = open();
            if (now != null) {
                undecided = undecided == null ? now : untouched(undecided, now);
                undecided.forEach((grant, intent) -> {
                    if (intent.left() <= NOBODYS_SECONDS) {
                        orphans.add(grant);
                    }
                });
                undecided.keySet().removeAll(orphans);
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        return orphans;
    }

    /** Those of before that are still the same claim's, with what is left of it now. */
    private static Map<UUID, Open> untouched(Map<UUID, Open> before, Map<UUID, Open> now) {
        Map<UUID, Open> untouched = new HashMap<>();
        before.forEach((grant, intent) -> {
            Open same = now.get(grant);
            if (same != null && same.fence() == intent.fence() && !same.answerLost()) {
                untouched.put(grant, same);
            }
        });
        return untouched;
    }

    /** Null while the database is away. */
    private @Nullable Map<UUID, Open> open() {
        Map<UUID, Open> open = new HashMap<>();
        try (var database = at.database();
                var ask = database.createStatement();
                ResultSet row = ask.executeQuery(
                        "select grant_id, fence, extract(epoch from deadline - clock_timestamp()), answer_lost from refresh_intents")) {
            while (row.next()) {
                Open intent = new Open(row.getLong(2), row.getDouble(3), row.getBoolean(4));
                if (!intent.answerLost()) {
                    open.put(row.getObject(1, UUID.class), intent);
                }
            }
            return open;
        } catch (SQLException e) {
            return null;
        }
    }
}
