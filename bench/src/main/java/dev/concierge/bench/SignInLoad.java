package dev.concierge.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Programs that sign people in by address and password, each from a network of its own, in a closed loop. Nobody is signed in by two of them. */
final class SignInLoad implements AutoCloseable {
    /** How many people a caller signs in, one after the other. */
    static final int PEOPLE = 4;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI target;

    /** What one caller did; times in nanoseconds. */
    private record Done(List<Long> nanos, long failures) {}

    SignInLoad(Installation at) {
        this.target = at.url("/api/v1/auth/login");
    }

    /** Of the people whom a proof made. */
    static String email(int number) {
        return "caller" + number + "@people.example";
    }

    Load.Measured run(int callers, Duration duration) throws Exception {
        long began = System.nanoTime();
        long end = began + duration.toNanos();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Done>> running = new ArrayList<>();
            for (int caller = 0; caller < callers; caller++) {
                int number = caller;
                running.add(threads.submit(() -> until(number, end)));
            }
            List<Done> done = new ArrayList<>();
            for (Future<Done> one : running) {
                done.add(one.get());
            }
            return measured(done, (System.nanoTime() - began) / 1e9);
        }
    }

    private Done until(int caller, long end) throws IOException, InterruptedException {
        List<Long> nanos = new ArrayList<>();
        long failures = 0;
        for (int turn = 0; System.nanoTime() < end; turn++) {
            long began = System.nanoTime();
            if (signIn(caller, caller * PEOPLE + turn % PEOPLE)) {
                nanos.add(System.nanoTime() - began);
            } else {
                failures++;
            }
        }
        return new Done(nanos, failures);
    }

    private boolean signIn(int caller, int person) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(target)
                .header("Content-Type", "application/json")
                .header("X-Forwarded-For", "198.18." + caller / 200 + "." + (1 + caller % 200))
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"email\":\"" + email(person) + "\",\"password\":\"" + Person.PASSWORD + "\"}"))
                .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        return answer.statusCode() == 200 && answer.body().contains("\"accessToken\"");
    }

    /** The last ones end after their time: all of it counts. */
    private static Load.Measured measured(List<Done> done, double seconds) {
        long[] nanos = done.stream()
                .flatMap(one -> one.nanos().stream())
                .mapToLong(Long::longValue)
                .toArray();
        Arrays.sort(nanos);
        long failures = done.stream().mapToLong(Done::failures).sum();
        return new Load.Measured(nanos.length, failures, nanos.length / seconds, at(nanos, 0.5), at(nanos, 0.99));
    }

    private static double at(long[] sorted, double share) {
        return sorted.length == 0
                ? Double.NaN
                : sorted[(int) Math.min(sorted.length - 1L, (long) (share * sorted.length))] / 1e6;
    }

    @Override
    public void close() {
        http.close();
    }
}
