package dev.concierge.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** The pages of an account with a million records and a hundred thousand runs: how long the server takes, how heavy they are, and when a browser shows something. */
final class PagesProof {
    private static final String EMAIL = "pages@people.example";
    private static final String OTHER = "other@people.example";
    private static final int WARM_UP = 5;

    /** What it gave. */
    record Result(PagesScale scale, List<PagesLine> lines) {
        Result {
            lines = List.copyOf(lines);
        }

        boolean passed() {
            return lines.stream().allMatch(line -> line.passed(scale.judged()));
        }
    }

    private final Installation at;
    private final PagesScale scale;
    private final PrintStream out;
    private final HttpClient http;

    private PagesProof(Installation at, PagesScale scale, PrintStream out, HttpClient http) {
        this.at = at;
        this.scale = scale;
        this.out = out;
        this.http = http;
    }

    static Proof.Outcome prove(Path root, String word, PrintStream out) throws Exception {
        Result result = run(root, PagesScale.of(word), out);
        return new Proof.Outcome(result.passed(), page(result).write(root, word, result.passed()));
    }

    static Result run(Path root, PagesScale scale, PrintStream out) throws Exception {
        out.println("starting an installation");
        try (Installation at = Installation.start(root);
                HttpClient http = HttpClient.newHttpClient()) {
            return new PagesProof(at, scale, out, http).prove();
        }
    }

    private Result prove() throws Exception {
        try (Connection database = at.database();
                Journey person = new Journey(at.url("/"));
                Journey other = new Journey(at.url("/"));
                Chromium chromium = Chromium.start()) {
            person.signUp(EMAIL);
            other.signUp(OTHER);
            String integration = new Connections(at).connect(person, "google", "linh.tran@meridian.example");
            out.println("making " + scale.records() + " records and " + scale.runs() + " runs");
            IngestCrowd crowd =
                    IngestCrowd.make(database, calendar(database, integration), EMAIL, OTHER, scale.records(), 1);
            crowd.fill();
            PagesHistory.fill(database, crowd.large(), scale.runs());
            List<PagesLine> lines = new ArrayList<>();
            for (Map.Entry<String, String> page : pages(database, crowd).entrySet()) {
                lines.add(line(page.getKey(), at.url(page.getValue()), person.cookies("localhost"), chromium));
            }
            return new Result(scale, lines);
        }
    }

    private static UUID calendar(Connection database, String integration) throws SQLException {
        try (PreparedStatement ask = database.prepareStatement(
                "select id from streams where integration_id = ?::uuid and name = 'google.calendar.events'")) {
            ask.setString(1, integration);
            try (ResultSet row = ask.executeQuery()) {
                row.next();
                return row.getObject(1, UUID.class);
            }
        }
    }

    private static Map<String, String> pages(Connection database, IngestCrowd crowd) throws SQLException {
        UUID account = crowd.large();
        UUID integration = crowd.integration(account, IngestCrowd.Of.EVENT);
        String inbox = "/dashboard/inbox";
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("overview", "/");
        pages.put("analytics", "/dashboard/analytics");
        pages.put("history", "/dashboard/analytics/runs");
        pages.put("history, what failed", "/dashboard/analytics/runs?result=failed");
        pages.put(
                "history, its last pages",
                "/dashboard/analytics/runs?before=" + PagesHistory.farRun(database, account));
        pages.put("run", "/dashboard/analytics/runs/" + PagesHistory.one(database, account));
        pages.put("agenda", "/dashboard/agenda");
        pages.put("inbox", inbox);
        pages.put("inbox, its last pages", inbox + "?before=" + PagesHistory.farRecord(database, account));
        pages.put("inbox, a frequent word", inbox + "?q=" + IngestWords.word(10));
        pages.put("inbox, a seldom word", inbox + "?q=" + IngestWords.word(300));
        pages.put("inbox, a word of one record", inbox + "?q=" + crowd.only(account, List.of()));
        pages.put("inbox, of one account", inbox + "?account=" + crowd.integration(account, IngestCrowd.Of.ISSUE));
        pages.put("integrations", "/integrations");
        pages.put("integration", "/integrations/" + integration);
        return pages;
    }

    private PagesLine line(String what, URI page, String cookies, Chromium chromium) throws Exception {
        double[] millis = new double[scale.rounds()];
        long wire = 0;
        for (int round = -WARM_UP; round < scale.rounds(); round++) {
            long began = System.nanoTime();
            wire = bytes(page, cookies, "gzip");
            if (round >= 0) {
                millis[round] = (System.nanoTime() - began) / 1e6;
            }
        }
        Arrays.sort(millis);
        List<Chromium.Shown> cold = new ArrayList<>();
        List<Chromium.Shown> warm = new ArrayList<>();
        for (int show = 0; show < scale.shows(); show++) {
            try (Chromium.Tab tab = chromium.open(at.url("/"), cookies)) {
                cold.add(tab.show(page));
                warm.add(tab.show(page));
            }
        }
        PagesLine line = new PagesLine(
                what, at(millis, 0.5), at(millis, 0.95), wire, bytes(page, cookies, "identity"), cold, warm);
        out.println(String.join(" | ", row(line, scale.judged())));
        return line;
    }

    private long bytes(URI page, String cookies, String encoding) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(page)
                .header("Cookie", cookies)
                .header("Accept", "text/html")
                .header("Accept-Encoding", encoding)
                .build();
        HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
            throw new IOException(page.getPath() + " answered " + answer.statusCode());
        }
        return answer.body().length;
    }

    private static double at(double[] sorted, double share) {
        return sorted[(int) Math.min(sorted.length - 1L, (long) (share * sorted.length))];
    }

    private static Page page(Result result) {
        PagesScale scale = result.scale();
        return new Page(
                        "pages",
                        "Pages of an account with very many records and runs: how long the server takes for the document, what goes over the wire, and when Chromium shows the"
                                + " first of it (first contentful paint), on the machine that the server runs on.")
                .fact(
                        "Aims",
                        String.format(
                                Locale.ROOT,
                                "p95 of the document within %.0f ms, at most %d KB with an empty cache, the first of it to be seen within %.0f ms, each time",
                                PagesLine.AIM_SERVER_MILLIS,
                                PagesLine.AIM_BYTES / 1024,
                                PagesLine.AIM_PAINT_MILLIS))
                .fact(
                        "Scale",
                        String.format(
                                Locale.ROOT,
                                "%s: %,d records and %,d runs of one account; each document %d times, each page shown in %d browsers, twice",
                                scale.name(),
                                scale.records(),
                                scale.runs(),
                                scale.rounds(),
                                scale.shows()))
                .table(
                        List.of(
                                "Page",
                                "document p50 ms",
                                "p95 ms",
                                "document KB, packed",
                                "unpacked",
                                "all KB, packed",
                                "unpacked",
                                "requests",
                                "first paint ms, empty cache",
                                "the same again",
                                "as aimed"),
                        result.lines().stream()
                                .map(line -> row(line, scale.judged()))
                                .toList(),
                        true)
                .text(
                        "*Document*: a whole request over HTTP, of one caller. *All*: the document and what it loads, with headers, as the browser counts it. Of the times of first"
                                + " paint the longest stands here.");
    }

    private static List<String> row(PagesLine line, boolean judged) {
        return List.of(
                line.what(),
                number(line.p50()),
                number(line.p95()),
                kilobytes(line.wireBytes()),
                kilobytes(line.bytes()),
                kilobytes(line.wholeWireBytes()),
                kilobytes(line.wholeBytes()),
                Integer.toString(line.cold().getFirst().requests()),
                number(line.coldPaint()),
                number(line.warmPaint()),
                line.passed(judged) ? "yes" : "no");
    }

    private static String number(double millis) {
        return String.format(Locale.ROOT, "%.1f", millis);
    }

    private static String kilobytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f", bytes / 1024.0);
    }
}
