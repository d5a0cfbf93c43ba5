package dev.concierge.bench;

import java.io.PrintStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** A second node that is killed and started again, and a database whose processes are killed once, while the storm goes on. */
final class StormChaos {
    private static final int LIVES_SECONDS = 15;
    private static final int PAUSE_SECONDS = 5;

    private final Installation at;
    private final int kills;
    private final Map<String, String> environment;
    private final PrintStream out;
    private final ExecutorService side = Executors.newSingleThreadExecutor();
    private final Set<UUID> interrupted = ConcurrentHashMap.newKeySet();
    private Future<Installation.Node> last = CompletableFuture.failedFuture(new IllegalStateException("not begun"));

    StormChaos(Installation at, int kills, Map<String, String> environment, PrintStream out) {
        this.at = at;
        this.kills = kills;
        this.environment = new TreeMap<>(environment);
        // It lives for seconds: what takes long is its start.
        this.environment.put("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
        this.out = out;
    }

    void begin() {
        last = side.submit(this::rage);
    }

    private Installation.Node rage() throws Exception {
        int killed = 0;
        while (killed < kills) {
            Installation.Node node = at.another(environment);
            TimeUnit.SECONDS.sleep(LIVES_SECONDS);
            node.kill();
            interrupted.addAll(underWay());
            killed++;
            out.println("  the second node was killed (" + killed + ")");
            if (killed == (kills + 1) / 2) {
                TimeUnit.SECONDS.sleep(PAUSE_SECONDS);
                at.crashDatabase();
                interrupted.addAll(underWay());
                out.println("  the database's processes were killed and came back");
            }
        }
        return at.another(environment);
    }

    /**
     * The grants of which a refresh is under way at this moment, by what was written before each: among them are all those of a process that was just
     * killed, which are under way until their deadline. A database that was just crashed is asked until it is back, for a minute.
     */
    private Set<UUID> underWay() throws SQLException, InterruptedException {
        long patience = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (true) {
            try {
                return asked();
            } catch (SQLException e) {
                if (System.nanoTime() > patience) {
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
    }

    private Set<UUID> asked() throws SQLException {
        Set<UUID> grants = new HashSet<>();
        try (Connection database = at.database();
                var ask = database.createStatement();
                ResultSet row = ask.executeQuery("select grant_id from refresh_intents")) {
            while (row.next()) {
                grants.add(row.getObject(1, UUID.class));
            }
        }
        return grants;
    }

    /** The grants whose refresh may have been interrupted. */
    Set<UUID> interrupted() {
        return Set.copyOf(interrupted);
    }

    /** Waits until it has raged, and ends the second node's last life. */
    void end() throws Exception {
        try {
            last.get(5, TimeUnit.MINUTES).close();
        } finally {
            side.shutdownNow();
        }
    }
}
