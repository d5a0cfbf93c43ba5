package dev.concierge.sandbox;

import dev.concierge.sandbox.http.Answer;
import dev.concierge.sandbox.http.Request;
import dev.concierge.sandbox.store.Keys;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Every request to a provider, newest 20,000 in full, all of them in the counts. Memory only. An outcome is written before
 * the answer leaves, so whoever has the answer finds the entry.
 */
public final class Ledger {
    private static final int CAPACITY = 20_000;

    private final Clock clock;
    private final Secrets secrets;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private final ArrayDeque<Line> lines = new ArrayDeque<>();
    private final Map<String, Long> counts = new TreeMap<>();
    private long sequence;

    Ledger(Clock clock, Secrets secrets) {
        this.clock = clock;
        this.secrets = secrets;
    }

    /** One entry that is still being written. */
    final class Line {
        private volatile LedgerEntry entry;

        private Line(LedgerEntry entry) {
            this.entry = entry;
        }

        void decided(Answer answer, LedgerEntry.Delivery delivery) {
            locked(() -> {
                entry = with(entry, answer, delivery);
                counts.merge(Keys.of(entry.provider(), entry.endpoint(), answer.outcome()), 1L, Long::sum);
                news.signalAll();
                return true;
            });
        }

        void notDelivered(Answer answer) {
            entry = with(entry, answer, LedgerEntry.Delivery.FAILED);
        }
    }

    /** The entries in memory, oldest first. */
    public List<LedgerEntry> entries() {
        return locked(() -> lines.stream().map(line -> line.entry).toList());
    }

    /** The entries of one endpoint, oldest first. */
    public List<LedgerEntry> entries(String provider, String endpoint) {
        return entries().stream()
                .filter(each ->
                        each.provider().equals(provider) && each.endpoint().equals(endpoint))
                .toList();
    }

    /** How many requests to that endpoint had that outcome since the start or the last {@link #clear}; exact. */
    public long count(String provider, String endpoint, String outcome) {
        return locked(() -> counts.getOrDefault(Keys.of(provider, endpoint, outcome), 0L));
    }

    /** Counts by provider, endpoint and outcome. */
    public Map<String, Map<String, Map<String, Long>>> counts() {
        return locked(() -> {
            var tree = new TreeMap<String, Map<String, Map<String, Long>>>();
            counts.forEach((key, count) -> {
                var parts = List.of(key.split("\t", -1));
                tree.computeIfAbsent(parts.get(0), _ -> new TreeMap<>())
                        .computeIfAbsent(parts.get(1), _ -> new TreeMap<>())
                        .put(parts.get(2), count);
            });
            return tree;
        });
    }

    /** Waits until at least that many requests to the endpoint have arrived, answered or not; false when the time is up. */
    public boolean awaitArrivals(String provider, String endpoint, int atLeast, Duration atMost) {
        return await(() -> entries(provider, endpoint).size() >= atLeast, atMost);
    }

    /** Waits until at least that many requests had the outcome; false when the time is up. */
    public boolean awaitCount(String provider, String endpoint, String outcome, long atLeast, Duration atMost) {
        return await(() -> count(provider, endpoint, outcome) >= atLeast, atMost);
    }

    /** Forgets all entries and counts. The sequence goes on. */
    public void clear() {
        locked(() -> {
            lines.clear();
            counts.clear();
            return true;
        });
    }

    Line arrived(String provider, String endpoint, Request request) {
        var parameters = RequestFacts.of(request, secrets);
        return locked(() -> {
            var line = new Line(new LedgerEntry(
                    ++sequence,
                    clock.instant(),
                    provider,
                    endpoint,
                    request.method(),
                    request.path(),
                    parameters,
                    null,
                    null,
                    "",
                    0,
                    LedgerEntry.Delivery.PENDING));
            lines.addLast(line);
            if (lines.size() > CAPACITY) {
                lines.removeFirst();
            }
            news.signalAll();
            return line;
        });
    }

    private boolean await(BooleanSupplier reached, Duration atMost) {
        return locked(() -> {
            long left = atMost.toNanos();
            try {
                while (!reached.getAsBoolean()) {
                    if (left <= 0) {
                        return false;
                    }
                    left = news.awaitNanos(left);
                }
                return true;
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return false;
            }
        });
    }

    private <T> T locked(Supplier<T> body) {
        lock.lock();
        try {
            return body.get();
        } finally {
            lock.unlock();
        }
    }

    private static LedgerEntry with(LedgerEntry entry, Answer answer, LedgerEntry.Delivery delivery) {
        return new LedgerEntry(
                entry.sequence(),
                entry.at(),
                entry.provider(),
                entry.endpoint(),
                entry.method(),
                entry.path(),
                entry.parameters(),
                answer.clientId(),
                answer.outcome(),
                answer.reason(),
                answer.status(),
                delivery);
    }
}
