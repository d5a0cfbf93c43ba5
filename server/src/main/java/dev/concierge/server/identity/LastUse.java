package dev.concierge.server.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.concierge.server.database.SystemScope;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * When sessions and keys were last used. A request only notes it in memory, at most once a minute for each; a thread writes what gathered in one
 * statement every few seconds. What a killed node had not written is lost, a few seconds of it.
 */
@Component
class LastUse implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(LastUse.class);
    private static final Duration APART = Duration.ofMinutes(1);
    private static final Duration FLUSH_EACH = Duration.ofSeconds(5);
    private static final long MOST_REMEMBERED = 200_000;

    /** What is used, and where that is written. */
    enum Kind {
        SESSION("""
                update sessions s set seen_at = greatest(s.seen_at, u.at)
                from unnest(cast(:ids as uuid[]), cast(:times as timestamptz[])) as u (id, at) where s.session_id = u.id
                """),
        KEY("""
                update api_keys k set last_used_at = greatest(k.last_used_at, u.at)
                from unnest(cast(:ids as uuid[]), cast(:times as timestamptz[])) as u (id, at) where k.key_id = u.id
                """);

        private final String update;

        Kind(String update) {
            this.update = update;
        }
    }

    private final SystemScope system;
    private final Clock clock;
    private final Cache<UUID, Instant> noted =
            Caffeine.newBuilder().maximumSize(MOST_REMEMBERED).build();
    private final Map<Kind, Map<UUID, Instant>> waiting =
            Map.of(Kind.SESSION, new ConcurrentHashMap<>(), Kind.KEY, new ConcurrentHashMap<>());
    private @Nullable ScheduledExecutorService flusher;

    LastUse(SystemScope system, Clock clock) {
        this.system = system;
        this.clock = clock;
    }

    /** Notes a use now; costs no input or output. */
    void note(Kind kind, UUID id) {
        Instant now = clock.instant();
        Instant last = noted.getIfPresent(id);
        if (last == null || Duration.between(last, now).compareTo(APART) >= 0) {
            noted.put(id, now);
            waiting(kind).put(id, now);
        }
    }

    /** The latest use this node knows of; {@code written} when it knows of none later. */
    Instant latest(UUID id, Instant written) {
        Instant here = noted.getIfPresent(id);
        return here == null || here.isBefore(written) ? written : here;
    }

    /** Writes what gathered. */
    void flush() {
        for (Kind kind : Kind.values()) {
            Map<UUID, Instant> taken = take(kind);
            if (!taken.isEmpty()) {
                write(kind, taken);
            }
        }
    }

    private Map<UUID, Instant> take(Kind kind) {
        Map<UUID, Instant> taken = new HashMap<>();
        waiting(kind).forEach((id, at) -> {
            if (waiting(kind).remove(id, at)) {
                taken.put(id, at);
            }
        });
        return taken;
    }

    private void write(Kind kind, Map<UUID, Instant> taken) {
        UUID[] ids = taken.keySet().toArray(UUID[]::new);
        String[] times = new String[ids.length];
        for (int index = 0; index < ids.length; index++) {
            times[index] = String.valueOf(taken.get(ids[index]));
        }
        system.run(jdbc ->
                jdbc.sql(kind.update).param("ids", ids).param("times", times).update());
    }

    private Map<UUID, Instant> waiting(Kind kind) {
        Map<UUID, Instant> uses = waiting.get(kind);
        if (uses == null) {
            throw new IllegalStateException("every kind has a map");
        }
        return uses;
    }

    private void flushQuietly() {
        try {
            flush();
        } catch (RuntimeException e) {
            log.warn("Last uses could not be written ({}); the next ones will be", e.getMessage());
        }
    }

    @Override
    public synchronized void start() {
        flusher = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("last-use").daemon().factory());
        var _ = flusher.scheduleWithFixedDelay(
                this::flushQuietly, FLUSH_EACH.toMillis(), FLUSH_EACH.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public synchronized void stop() {
        if (flusher != null) {
            flusher.shutdown();
            flusher = null;
            flushQuietly();
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return flusher != null;
    }
}
