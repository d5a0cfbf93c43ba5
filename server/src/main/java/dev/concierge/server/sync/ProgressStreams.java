package dev.concierge.server.sync;

import dev.concierge.server.identity.Account;
import dev.concierge.server.identity.Accounts;
import dev.concierge.server.identity.ApiKeys;
import dev.concierge.server.identity.Sessions;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.web.Caller;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * The open streams of progress of this node. Each is a virtual thread that looks once a second, whether its caller may still see it first, and says
 * only what has changed. An account has six at once, a node five hundred.
 */
@Component
public class ProgressStreams {
    private static final Logger log = LoggerFactory.getLogger(ProgressStreams.class);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final long RECONNECT_MILLIS = 1_000;
    private static final int MOST_OF_AN_ACCOUNT = 6;
    private static final int MOST = 500;

    private final SyncReader reader;
    private final Accounts accounts;
    private final Sessions sessions;
    private final ApiKeys keys;
    private final Duration life;
    private final Map<UUID, Integer> open = new ConcurrentHashMap<>();
    private final AtomicInteger all = new AtomicInteger();
    private volatile boolean stopping;

    ProgressStreams(SyncReader reader, Accounts accounts, Sessions sessions, ApiKeys keys, SyncSettings settings) {
        this.reader = reader;
        this.accounts = accounts;
        this.sessions = sessions;
        this.keys = keys;
        this.life = settings.progressLife();
    }

    /** Begins to tell the caller. @throws ProblemException {@code too-many-requests} when too many are open */
    public SseEmitter open(Caller caller) {
        take(caller.accountId());
        SseEmitter emitter = new SseEmitter(life.plus(LOOK.multipliedBy(10)).toMillis());
        Thread.ofVirtual().name("progress-" + caller.accountId()).start(() -> {
            try {
                run(caller, emitter);
            } finally {
                give(caller.accountId());
            }
        });
        return emitter;
    }

    private void take(UUID accountId) {
        int ofAll = all.incrementAndGet();
        int ofAccount = open.merge(accountId, 1, Integer::sum);
        if (ofAll > MOST || ofAccount > MOST_OF_AN_ACCOUNT) {
            give(accountId);
            throw new ProblemException(ProblemType.TOO_MANY_REQUESTS, "Too many streams of progress are open.")
                    .retryAfter(life);
        }
    }

    private void give(UUID accountId) {
        all.decrementAndGet();
        open.computeIfPresent(accountId, (_, count) -> count == 1 ? null : count - 1);
    }

    private void run(Caller caller, SseEmitter emitter) {
        SyncReader.@Nullable Progress last = null;
        long until = System.nanoTime() + life.toNanos();
        try {
            boolean more = true;
            while (more && maySee(caller)) {
                SyncReader.Progress now = reader.progress(caller.accountId());
                if (now.equals(last)) {
                    emitter.send(SseEmitter.event().comment(""));
                } else {
                    emitter.send(SseEmitter.event()
                            .name("progress")
                            .reconnectTime(RECONNECT_MILLIS)
                            .data(now));
                    last = now;
                }
                more = !stopping && System.nanoTime() < until;
                if (more) {
                    Thread.sleep(LOOK);
                }
            }
            emitter.complete();
        } catch (IOException | IllegalStateException e) {
            log.trace("A reader of progress is gone", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            emitter.complete();
        } catch (RuntimeException e) {
            log.warn("A stream of progress ends early: {}", e.getClass().getSimpleName());
            emitter.complete();
        }
    }

    /** Whoever is signed out, or disabled, is told nothing more from the next look on. */
    private boolean maySee(Caller caller) {
        boolean active =
                accounts.find(caller.accountId()).filter(Account::active).isPresent();
        return active
                && switch (caller) {
                    case Caller.Person person -> sessions.isAlive(person.sessionId(), person.accountId());
                    case Caller.Key key ->
                        keys.of(key.accountId()).stream()
                                .anyMatch(one -> one.id().equals(key.keyId()) && one.revokedAt() == null);
                    // Its life is short, and so is this stream's.
                    case Caller.Token _ -> true;
                };
    }

    /** Before the web server waits for requests under way. */
    @EventListener(ContextClosedEvent.class)
    void stop() {
        stopping = true;
    }
}
