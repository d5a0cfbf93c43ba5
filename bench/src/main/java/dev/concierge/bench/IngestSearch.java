package dev.concierge.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One account's searches by the API, each a whole request of one caller. */
final class IngestSearch implements AutoCloseable {
    static final double AIM_MILLIS = 100;

    private static final Pattern CURSOR = Pattern.compile("\"nextCursor\":\"([^\"]+)\"");
    private static final Pattern ITEM = Pattern.compile("\"happenedAt\":");
    private static final int WARM_UP = 2;
    private static final String LONG_PAGE = "limit=200&";

    /**
     * What one question gave; times in milliseconds.
     *
     * @param whose the large account's or the small one's
     * @param found on the last page that was asked for
     */
    record Line(String whose, String what, boolean right, int found, int times, double p50, double p95, double p99) {
        boolean passed(boolean judged) {
            return right && (!judged || p95 < AIM_MILLIS);
        }
    }

    private final HttpClient http = HttpClient.newHttpClient();
    private final Installation at;
    private final String key;
    private final String whose;
    private final int rounds;
    private final PrintStream out;

    /** @param key that may read */
    IngestSearch(Installation at, String key, String whose, int rounds, PrintStream out) {
        this.at = at;
        this.key = key;
        this.whose = whose;
        this.rounds = rounds;
        this.out = out;
    }

    List<Line> ask(List<IngestQuestion> questions) throws IOException, InterruptedException {
        List<Line> lines = new ArrayList<>();
        for (IngestQuestion question : questions) {
            lines.add(told(ask(question)));
        }
        lines.addAll(walk("pages of a seldom word", IngestQuestion.WALKED));
        lines.addAll(walk("pages of 200, everything", LONG_PAGE));
        return lines;
    }

    private Line ask(IngestQuestion question) throws IOException, InterruptedException {
        double[] millis = new double[rounds];
        int found = 0;
        for (int round = -WARM_UP; round < rounds; round++) {
            long began = System.nanoTime();
            String answer = get(question.query());
            if (round >= 0) {
                millis[round] = (System.nanoTime() - began) / 1e6;
            }
            found = items(answer);
        }
        return line(question.what(), (found > 0) == question.finds(), found, millis);
    }

    /** Every page to the last, then the last one again and again. */
    private List<Line> walk(String what, String query) throws IOException, InterruptedException {
        List<Double> millis = new ArrayList<>();
        String last = "";
        int found = 0;
        for (String cursor = ""; cursor != null; ) {
            last = cursor;
            long began = System.nanoTime();
            String answer = get(query + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
            millis.add((System.nanoTime() - began) / 1e6);
            found += items(answer);
            Matcher next = CURSOR.matcher(answer);
            cursor = next.find() ? next.group(1) : null;
        }
        double[] all = millis.stream().mapToDouble(Double::doubleValue).toArray();
        return List.of(
                told(line("all " + what, found > 0, found, all)),
                told(ask(new IngestQuestion(
                        "the last of the " + what, query + (last.isEmpty() ? "" : "&cursor=" + last), true))));
    }

    private Line told(Line line) {
        out.println(line);
        return line;
    }

    private Line line(String what, boolean right, int found, double... millis) {
        double[] sorted = millis.clone();
        Arrays.sort(sorted);
        return new Line(whose, what, right, found, sorted.length, at(sorted, 0.5), at(sorted, 0.95), at(sorted, 0.99));
    }

    private static double at(double[] sorted, double share) {
        return sorted[(int) Math.min(sorted.length - 1L, (long) (share * sorted.length))];
    }

    private static int items(String answer) {
        return (int) ITEM.matcher(answer).results().count();
    }

    private String get(String query) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(at.url("/api/v1/sync/search?" + query))
                .header("Authorization", "Bearer " + key)
                .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(request.uri().getPath() + " answered " + answer.statusCode());
        }
        return answer.body();
    }

    @Override
    public void close() {
        http.close();
    }
}
