package dev.concierge.ops.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A word among the arguments of every Java program that belongs to a folder. What a kill left behind is found by it, and nothing
 * else is: unlike a process number in a file, the word cannot come to mean another program.
 */
public record Marker(Path folder) {

    /** A system property of no other use. */
    public String argument() {
        return "-Dconcierge.belongsTo=" + folder;
    }

    /** The living programs that carry the word. */
    public List<ProcessHandle> processes() {
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            return all.filter(this::isMarked).toList();
        }
    }

    /**
     * Asks every marked program to end, and kills what still lives when the patience is over.
     *
     * @return how many there were
     */
    public int end(Duration patience) {
        List<ProcessHandle> left = processes();
        left.forEach(ProcessHandle::destroy);
        CompletableFuture<Void> ended =
                CompletableFuture.allOf(left.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new));
        ended.copy()
                .completeOnTimeout(null, patience.toMillis(), TimeUnit.MILLISECONDS)
                .join();
        processes().forEach(ProcessHandle::destroyForcibly);
        return left.size();
    }

    private boolean isMarked(ProcessHandle process) {
        return process.info()
                .arguments()
                .filter(words -> Arrays.asList(words).contains(argument()))
                .isPresent();
    }
}
