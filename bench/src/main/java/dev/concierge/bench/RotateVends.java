package dev.concierge.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Callers that ask nodes for tokens without a pause, and look whether each is the right one. */
final class RotateVends implements AutoCloseable {
    /** An integration and the grant whose token it must give. */
    record Vended(UUID integration, UUID grant) {}

    private final String authority;
    private final String key;
    private final AtomicLong answers = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private final AtomicReference<@Nullable String> firstFailure = new AtomicReference<>();
    private final List<Thread> callers = new ArrayList<>();
    private volatile boolean running = true;

    /** @param authority the installation's public one, whichever node is asked */
    RotateVends(String authority, String key) {
        this.authority = authority;
        this.key = key;
    }

    /** Begins to ask, each caller one node and all integrations in turn. */
    void start(int count, List<Integer> ports, List<Vended> vended) {
        for (int number = 0; number < count; number++) {
            int port = ports.get(number % ports.size());
            int first = number * vended.size() / count;
            callers.add(Thread.ofPlatform().daemon().start(() -> ask(port, vended, first)));
        }
    }

    private void ask(int port, List<Vended> vended, int first) {
        int turn = first;
        while (running) {
            try (RotateConnection connection = new RotateConnection(port)) {
                while (running && !connection.closing()) {
                    ask(connection, vended.get(turn++ % vended.size()));
                }
            } catch (IOException e) {
                count(false, e.toString());
            }
        }
    }

    /** Asks once for each. @return how many were right */
    long once(int port, List<Vended> vended) throws IOException {
        long right = 0;
        for (Vended one : vended) {
            try (RotateConnection connection = new RotateConnection(port)) {
                right += ask(connection, one) ? 1 : 0;
            }
        }
        return right;
    }

    private boolean ask(RotateConnection connection, Vended one) throws IOException {
        String said = connection.get(authority, "/api/v1/oauth/integrations/" + one.integration() + "/token", key);
        return count(said.contains('"' + RotateLoader.token(one.grant()) + '"'), said);
    }

    private boolean count(boolean right, String said) {
        (right ? answers : failures).incrementAndGet();
        if (!right) {
            firstFailure.compareAndSet(null, said);
        }
        return right;
    }

    long answers() {
        return answers.get();
    }

    long failures() {
        return failures.get();
    }

    /** What the first wrong answer said; null when there was none. */
    @Nullable
    String firstFailure() {
        return firstFailure.get();
    }

    /** Answers a second over a while. */
    double rate(Duration over) throws InterruptedException {
        long before = answers.get();
        long began = System.nanoTime();
        Thread.sleep(over);
        return (answers.get() - before) / ((System.nanoTime() - began) / 1e9);
    }

    /** Ends the asking; what is under way is still counted. */
    void stop() throws InterruptedException {
        running = false;
        for (Thread caller : callers) {
            caller.join();
        }
        callers.clear();
    }

    @Override
    public void close() {
        running = false;
    }
}
