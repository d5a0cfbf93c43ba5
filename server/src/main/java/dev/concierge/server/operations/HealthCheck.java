package dev.concierge.server.operations;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether this node can do its work: the database answers, notifications arrive, its lanes look for work. Providers are no part of it. An answer
 * takes less than a second and is kept for one, however many ask; while a check hangs no second one is begun.
 */
final class HealthCheck {
    private static final long KEPT_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long PATIENCE_MILLIS = 800;

    /** What was found, by part. */
    record Report(Map<String, Boolean> parts) {
        Report {
            parts = Map.copyOf(parts);
        }

        boolean healthy() {
            return parts.values().stream().allMatch(good -> good);
        }
    }

    private record Kept(Report report, long at) {}

    private final Map<String, BooleanSupplier> parts;
    private final LongSupplier nanoTime;
    private @Nullable Kept kept;
    private @Nullable CompletableFuture<Report> running;

    /** @param parts each answers whether it is well; one that throws is not */
    HealthCheck(Map<String, BooleanSupplier> parts, LongSupplier nanoTime) {
        this.parts = new LinkedHashMap<>(parts);
        this.nanoTime = nanoTime;
    }

    Report report() {
        CompletableFuture<Report> check;
        synchronized (this) {
            if (kept != null && nanoTime.getAsLong() - kept.at() < KEPT_NANOS) {
                return kept.report();
            }
            if (running == null || running.isDone()) {
                running = begin();
            }
            check = running;
        }
        Report report = await(check);
        synchronized (this) {
            kept = new Kept(report, nanoTime.getAsLong());
        }
        return report;
    }

    private CompletableFuture<Report> begin() {
        CompletableFuture<Report> check = new CompletableFuture<>();
        Thread.ofVirtual().name("health").start(() -> {
            Map<String, Boolean> found = new LinkedHashMap<>();
            parts.forEach((name, part) -> found.put(name, well(part)));
            check.complete(new Report(found));
        });
        return check;
    }

    private static boolean well(BooleanSupplier part) {
        try {
            return part.getAsBoolean();
        } catch (RuntimeException _) {
            return false;
        }
    }

    private Report await(CompletableFuture<Report> check) {
        try {
            return check.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException _) {
            return unknown();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return unknown();
        }
    }

    private Report unknown() {
        Map<String, Boolean> none = new LinkedHashMap<>();
        parts.keySet().forEach(name -> none.put(name, false));
        return new Report(none);
    }
}
