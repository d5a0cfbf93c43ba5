package dev.concierge.bench;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
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
    private final ExecutorService lookouts = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<Boolean>> looks = new CopyOnWriteArrayList<>();
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
            lookForOrphans();
            killed++;
            out.println("  the second node was killed (" + killed + ")");
            if (killed == (kills + 1) / 2) {
                TimeUnit.SECONDS.sleep(PAUSE_SECONDS);
                at.crashDatabase();
                lookForOrphans();
                out.println("  the database's processes were killed and came back");
            }
        }
        return at.another(environment);
    }

    /** Beside the storm, which goes on. */
    private void lookForOrphans() {
        looks.add(lookouts.submit(() -> interrupted.addAll(new StormOrphans(at).await())));
    }

    /** The grants whose refresh was interrupted; after {@link #end}. */
    Set<UUID> interrupted() {
        return Set.copyOf(interrupted);
    }

    /** Waits until it has raged and every orphan is known, and ends the second node's last life. */
    void end() throws Exception {
        try {
            last.get(5, TimeUnit.MINUTES).close();
            for (Future<Boolean> look : looks) {
                var _ = look.get(1, TimeUnit.MINUTES);
            }
        } finally {
            side.shutdownNow();
            lookouts.shutdownNow();
        }
    }
}
