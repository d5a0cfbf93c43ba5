package dev.concierge.ops;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What a verb is going to do: stages one after the other, the steps of a stage at the same time.
 *
 * @param stages never empty ones
 */
public record Plan(List<List<Step>> stages) {

    private static final Duration SPEAKS_UP_EVERY = Duration.ofSeconds(5);

    public Plan {
        stages = stages.stream()
                .filter(stage -> !stage.isEmpty())
                .map(List::copyOf)
                .toList();
    }

    /** The plan as text, one numbered line per stage. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (List<Step> stage : stages) {
            String texts = String.join(
                    "; at the same time: ", stage.stream().map(Step::text).toList());
            lines.add((lines.size() + 1) + ". " + texts);
        }
        return List.copyOf(lines);
    }

    /**
     * Runs every stage and says how each step went. The first failure ends the plan, once the other steps of its stage are through.
     *
     * @throws OpsException of the step that failed
     */
    public void run(Console console) throws InterruptedException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (List<Step> stage : stages) {
                List<Future<?>> running = new ArrayList<>();
                for (Step step : stage) {
                    running.add(threads.submit(() -> run(step, console)));
                }
                awaitAll(running);
            }
        }
    }

    private static void awaitAll(List<Future<?>> steps) throws InterruptedException {
        OpsException failure = null;
        for (Future<?> step : steps) {
            try {
                step.get();
            } catch (ExecutionException e) {
                OpsException cause = asOpsException(e.getCause() == null ? e : e.getCause());
                if (failure == null) {
                    failure = cause;
                } else {
                    failure.addSuppressed(cause);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static Void run(Step step, Console console) throws Exception {
        long began = System.nanoTime();
        CompletableFuture<Void> through = new CompletableFuture<>();
        Thread.startVirtualThread(() -> speakUp(step, began, through, console));
        try {
            String result = step.action().run();
            console.say("  " + step.text() + (result.isEmpty() ? "" : ": " + result) + " (" + seconds(began) + ")");
        } finally {
            through.complete(null);
        }
        return null;
    }

    private static void speakUp(Step step, long began, CompletableFuture<Void> through, Console console) {
        while (true) {
            try {
                through.get(SPEAKS_UP_EVERY.toMillis(), TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException _) {
                console.say("  " + step.text() + " ... " + seconds(began));
            } catch (InterruptedException | ExecutionException _) {
                return;
            }
        }
    }

    private static String seconds(long began) {
        return "%.1f s".formatted((System.nanoTime() - began) / 1e9);
    }

    private static OpsException asOpsException(Throwable failure) {
        return failure instanceof OpsException known
                ? known
                : new OpsException(
                        ExitCode.FAILED,
                        failure.getMessage() == null ? failure.toString() : failure.getMessage(),
                        failure);
    }
}
