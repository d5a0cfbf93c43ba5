package dev.concierge.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The callers of {@link HostileProof}: some vend a token that lives, one for each account renews what has ended, some ask where there is trouble. */
final class HostileLoad {
    private static final long BETWEEN_LOOKS_MILLIS = 25;

    /** As often with trouble as without, so that both states bear the same load. */
    private static final long BETWEEN_ASKS_MILLIS = 1000;

    /** Milliseconds of each good answer; how many healthy ones failed, and how many of the troubled provider were refusals. */
    record Round(List<Double> vends, List<Double> renewals, long failures, long refused) {}

    private final HttpClient http = HttpClient.newHttpClient();
    private final int port;
    private final String key;
    private final String living;
    private final List<String> ending;
    private final List<String> troubled;
    private final int callers;

    HostileLoad(int port, String key, String living, List<String> ending, List<String> troubled, int callers) {
        this.port = port;
        this.key = key;
        this.living = living;
        this.ending = List.copyOf(ending);
        this.troubled = List.copyOf(troubled);
        this.callers = callers;
    }

    Round round(Duration duration) throws Exception {
        long end = System.nanoTime() + duration.toNanos();
        AtomicLong failures = new AtomicLong();
        List<Future<Long>> asks = new ArrayList<>();
        List<Future<List<Double>>> vends = new ArrayList<>();
        List<Future<List<Double>>> renewals = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int caller = 0; caller < callers; caller++) {
                vends.add(threads.submit(() -> vend(end, failures)));
            }
            for (String there : troubled) {
                asks.add(threads.submit(() -> ask(there, end)));
            }
            for (String integration : ending) {
                renewals.add(threads.submit(() -> renew(integration, end, failures)));
            }
            List<Double> vended = all(vends);
            List<Double> renewed = all(renewals);
            long refused = 0;
            for (Future<Long> ask : asks) {
                refused += ask.get();
            }
            return new Round(vended, renewed, failures.get(), refused);
        }
    }

    private static List<Double> all(List<Future<List<Double>>> callers) throws Exception {
        List<Double> all = new ArrayList<>();
        for (Future<List<Double>> caller : callers) {
            all.addAll(caller.get());
        }
        return all;
    }

    private List<Double> vend(long end, AtomicLong failures) throws Exception {
        List<Double> millis = new ArrayList<>();
        while (System.nanoTime() < end) {
            long begin = System.nanoTime();
            if (get(living).statusCode() == 200) {
                millis.add((System.nanoTime() - begin) / 1e6);
            } else {
                failures.incrementAndGet();
            }
        }
        return millis;
    }

    /** Only those vends count that brought another token than before. */
    private List<Double> renew(String integration, long end, AtomicLong failures) throws Exception {
        List<Double> millis = new ArrayList<>();
        String last = get(integration).body();
        while (System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS_MILLIS);
            long begin = System.nanoTime();
            HttpResponse<String> answer = get(integration);
            if (answer.statusCode() != 200) {
                failures.incrementAndGet();
            } else if (!answer.body().equals(last)) {
                millis.add((System.nanoTime() - begin) / 1e6);
                last = answer.body();
            }
        }
        return millis;
    }

    private long ask(String integration, long end) throws Exception {
        long refused = 0;
        while (System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(BETWEEN_ASKS_MILLIS);
            if (get(integration).statusCode() != 200) {
                refused++;
            }
        }
        return refused;
    }

    private HttpResponse<String> get(String integration) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + port + "/api/v1/oauth/integrations/" + integration + "/token"))
                .header("Authorization", "Bearer " + key)
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
