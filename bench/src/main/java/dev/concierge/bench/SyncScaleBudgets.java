package dev.concierge.bench;

import dev.concierge.sandbox.Ledger;
import dev.concierge.sandbox.LedgerEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Follows the sandbox's ledger, which forgets, and holds the requests of each provider against what the catalog says that it allows. */
final class SyncScaleBudgets implements AutoCloseable {
    private static final Pattern LIMITS = Pattern.compile("(?ms)^limits:.*?(?=^[a-z])");
    private static final Pattern LIMIT =
            Pattern.compile("- of: (grant|registration).*?requests: ([0-9]+).*?per: (\\S+)", Pattern.DOTALL);
    private static final int LOOK_MILLIS = 500;

    /** A call counts here when it arrives, and with us when it leaves: of two the later one may be faster on its way by so much. */
    private static final Duration ON_THE_WAY = Duration.ofMillis(250);

    private final Ledger ledger;
    private final Map<String, Map<String, List<Instant>>> byGrant = new HashMap<>();
    private final Thread thread;
    private long last;
    private long missed;
    private volatile boolean closed;

    /** Counts from now on. */
    SyncScaleBudgets(Ledger ledger) {
        this.ledger = ledger;
        this.last = KillLedger.last(ledger.entries());
        this.thread = Thread.ofPlatform().name("budgets").daemon().start(this::follow);
    }

    /**
     * One limit, and the fullest stretch of its time.
     *
     * @param most requests in any such stretch, by one grant or by all of them
     */
    record Line(String provider, String of, long requests, Duration per, long most) {
        boolean kept() {
            return most <= requests;
        }
    }

    private void follow() {
        try {
            while (!closed) {
                look();
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void look() {
        for (LedgerEntry entry : ledger.entries()) {
            List<String> token = entry.parameters().get("authorization");
            if (entry.sequence() <= last) {
                continue;
            }
            missed += entry.sequence() - last - 1;
            last = entry.sequence();
            if (token != null && !entry.endpoint().equals("token")) {
                byGrant.computeIfAbsent(entry.provider(), _ -> new HashMap<>())
                        .computeIfAbsent(token.getFirst(), _ -> new ArrayList<>())
                        .add(entry.at());
            }
        }
    }

    /** Requests that were forgotten before they could be counted. */
    synchronized long missed() {
        return missed;
    }

    /** Requests of a provider's so far. */
    synchronized long requests(String provider) {
        return grants(provider).stream().mapToInt(List::size).sum();
    }

    /**
     * All limits of the catalog's of these providers.
     *
     * @param catalog the folder of the descriptions that the server reads
     */
    synchronized List<Line> lines(Path catalog, List<String> providers) throws IOException {
        look();
        List<Line> lines = new ArrayList<>();
        for (String provider : providers) {
            Matcher limits = LIMITS.matcher(Files.readString(catalog.resolve(provider + ".yaml")));
            Matcher limit = LIMIT.matcher(limits.find() ? limits.group() : "");
            while (limit.find()) {
                lines.add(
                        line(provider, limit.group(1), Long.parseLong(limit.group(2)), Duration.parse(limit.group(3))));
            }
        }
        return lines;
    }

    private Line line(String provider, String of, long requests, Duration per) {
        long most = of.equals("grant")
                ? grants(provider).stream()
                        .mapToLong(times -> fullest(times, per))
                        .max()
                        .orElse(0)
                : fullest(grants(provider).stream().flatMap(List::stream).toList(), per);
        return new Line(provider, of, requests, per, most);
    }

    private Collection<List<Instant>> grants(String provider) {
        return byGrant.getOrDefault(provider, Map.of()).values();
    }

    private static long fullest(List<Instant> times, Duration per) {
        Duration stretch = per.minus(ON_THE_WAY);
        List<Instant> sorted = times.stream().sorted().toList();
        int from = 0;
        int most = 0;
        for (int to = 0; to < sorted.size(); to++) {
            while (!sorted.get(to).isBefore(sorted.get(from).plus(stretch))) {
                from++;
            }
            most = Math.max(most, to - from + 1);
        }
        return most;
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
