package dev.concierge.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Looks at the memory of a server's process while something runs. What its heap holds after a collection says what the work needs; the resident memory says
 * what the machine gives, which grows with whatever the collector finds convenient.
 */
final class MemoryWatch {
    private static final Duration STEP = Duration.ofMillis(100);
    private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+[0-9]+\\s+([0-9]+)");
    private static final double MEGABYTE = 1024.0 * 1024.0;

    /**
     * The most that was seen, in megabytes.
     *
     * @param live on the heap after a collection; 0 when it was not asked for
     * @param resident of the process
     */
    record Peak(double live, long resident) {}

    /** What came of the work, and what it took. */
    record Watched<T>(T result, Peak peak) {}

    private final long pid;
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicLong resident = new AtomicLong();
    private final AtomicLong live = new AtomicLong();

    private MemoryWatch(long pid) {
        this.pid = pid;
    }

    /**
     * Runs something.
     *
     * @param collections how often a collection is asked for, first after half of that; each stops the server for a moment. What
     * ends sooner is followed by one. Zero for never
     */
    static <T> Watched<T> during(long pid, Duration collections, Callable<T> work) throws Exception {
        MemoryWatch watch = new MemoryWatch(pid);
        Thread thread = Thread.ofPlatform().daemon().start(() -> watch.watch(collections));
        T result;
        try {
            result = work.call();
        } finally {
            watch.over.countDown();
            thread.join();
        }
        watch.resident.accumulateAndGet(residentMegabytes(pid), Math::max);
        if (collections.isPositive() && watch.live.get() == 0) {
            watch.live.set(liveBytes(pid));
        }
        return new Watched<>(result, new Peak(watch.live.get() / MEGABYTE, watch.resident.get()));
    }

    private void watch(Duration collections) {
        long next = System.nanoTime() + collections.toNanos() / 2;
        try {
            while (!over.await(STEP.toMillis(), TimeUnit.MILLISECONDS)) {
                resident.accumulateAndGet(residentMegabytes(pid), Math::max);
                if (collections.isPositive() && System.nanoTime() > next) {
                    live.accumulateAndGet(liveBytes(pid), Math::max);
                    next = System.nanoTime() + collections.toNanos();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static long liveBytes(long pid) {
        try {
            Process jcmd = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            Long.toString(pid),
                            "GC.class_histogram")
                    .redirectErrorStream(true)
                    .start();
            String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Matcher total = TOTAL.matcher(said);
            if (!total.find()) {
                throw new IllegalStateException("the server's heap could not be looked at: "
                        + said.lines().findFirst().orElse("nothing was said"));
            }
            return Long.parseLong(total.group(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long residentMegabytes(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
