package dev.concierge.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * What comes from a provider is stored: against {@code COPY} of the same rows, when nothing changed, and as the integration grows; then searches among
 * very many records of many accounts.
 */
final class IngestProof {
    static final double AIM_NEW = 3;
    static final double AIM_UNCHANGED = 1.5;
    static final double AIM_GROWTH = 1.5;

    private static final int SHARE = 5;
    private static final String LARGE = "large@people.example";
    private static final String SMALL = "small@people.example";

    /**
     * The cost of a record while the integration grew from the one size to the other, in microseconds.
     *
     * @param sort of it, until the item was a row
     * @param copy what {@code COPY} needed for a row of the same
     */
    record Stretch(int from, int to, double store, double sort, double copy) {}

    /**
     * What it gave.
     *
     * @param records how many the table holds of the integration at the end
     * @param copy microseconds a row, of all rows
     * @param pass everything read anew, of which nothing had changed
     * @param told every item told of as changed, of which none had
     * @param accounts that the searched records belong to
     * @param megabytes of the table of records with its indexes, at the end
     */
    record Result(
            IngestScale scale,
            long records,
            List<Stretch> stretches,
            double copy,
            IngestWork.Ran fresh,
            IngestWork.Ran pass,
            IngestWork.Ran told,
            int accounts,
            long megabytes,
            List<IngestSearch.Line> lines) {
        Result {
            stretches = List.copyOf(stretches);
            lines = List.copyOf(lines);
        }

        double freshRatio() {
            return fresh.times().cost().all() / copy;
        }

        double passRatio() {
            return pass.times().cost().all() / copy;
        }

        double toldRatio() {
            return told.times().cost().all() / copy;
        }

        /** The last stretch against the first. */
        double growth() {
            return stretches.getLast().store() / stretches.getFirst().store();
        }

        /** Whether every record is there once, and nothing was taken for changed. */
        boolean complete() {
            return records == scale.records()
                    && fresh.added() == scale.records()
                    && isQuiet(pass)
                    && isQuiet(told)
                    && pass.times().items() == scale.records()
                    && told.times().items() == scale.records();
        }

        private static boolean isQuiet(IngestWork.Ran ran) {
            return ran.added() + ran.changed() + ran.removed() == 0;
        }

        boolean fastEnough() {
            return freshRatio() <= AIM_NEW
                    && passRatio() <= AIM_UNCHANGED
                    && toldRatio() <= AIM_UNCHANGED
                    && growth() <= AIM_GROWTH;
        }

        boolean passed() {
            return complete()
                    && (!scale.judged() || fastEnough())
                    && lines.stream().allMatch(line -> line.passed(scale.judged()));
        }
    }

    private final Installation at;
    private final IngestCalendar calendar;
    private final IngestScale scale;
    private final int clock;
    private final PrintStream out;

    private IngestProof(Installation at, IngestCalendar calendar, IngestScale scale, int clock, PrintStream out) {
        this.at = at;
        this.calendar = calendar;
        this.scale = scale;
        this.clock = clock;
        this.out = out;
    }

    static Proof.Outcome prove(Path root, String word, PrintStream out) throws Exception {
        Result result = run(root, IngestScale.of(word), out);
        return new Proof.Outcome(result.passed(), IngestPage.of(result).write(root, word, result.passed()));
    }

    static Result run(Path root, IngestScale scale, PrintStream out) throws Exception {
        out.println("starting an installation");
        Path folder = Files.createTempDirectory("concierge-ingest");
        Path agent = IngestAgent.jar(folder);
        int clock = freePort();
        try (IngestCalendar calendar = IngestCalendar.start();
                Installation at = Installation.start(
                        root,
                        Map.of(
                                "JAVA_TOOL_OPTIONS",
                                "-javaagent:" + agent + "=" + clock,
                                "ALLOWED_PRIVATE_HOSTS",
                                calendar.authority()),
                        calendar::describe)) {
            return new IngestProof(at, calendar, scale, clock, out).prove();
        } finally {
            Files.delete(agent);
            Files.delete(folder);
        }
    }

    private Result prove() throws Exception {
        Connections connections = new Connections(at);
        try (Connection database = at.database();
                Journey person = new Journey(at.url("/"))) {
            person.signUp("ingest@people.example");
            out.println("warming up with " + scale.warmUp() + " records");
            var _ = connected(database, connections, person, "warm@ingest.example", scale.warmUp())
                    .first();
            out.println("taking in " + scale.records() + " records");
            IngestWork work = connected(database, connections, person, "main@ingest.example", scale.records());
            IngestWork.Ran fresh = told("new", work.first());
            List<Double> copies = IngestCopy.run(database, work.stream(), scale.stretches());
            List<Stretch> stretches = stretches(fresh, copies);
            calendar.holds(scale.records(), IngestCalendar.Changes.TOO_OLD);
            IngestWork.Ran pass = told("all read anew", work.again());
            calendar.holds(scale.records(), IngestCalendar.Changes.ALL);
            IngestWork.Ran again = told("all told of as changed", work.again());
            long records = count(database, work.stream());
            double copy = stretches.stream()
                            .mapToDouble(stretch -> stretch.copy() * (stretch.to() - stretch.from()))
                            .sum()
                    / scale.records();
            out.printf(Locale.ROOT, "COPY %.1f µs a row%n", copy);
            List<IngestSearch.Line> lines = new ArrayList<>();
            int accounts = search(database, work.stream(), lines);
            return new Result(
                    scale, records, stretches, copy, fresh, pass, again, accounts, megabytes(database), lines);
        }
    }

    private IngestWork connected(
            Connection database, Connections connections, Journey person, String upstream, int events)
            throws Exception {
        at.sandbox().addPerson(upstream, "Ada", "Ingest", ZoneId.of("Europe/Berlin"));
        calendar.holds(events, IngestCalendar.Changes.NONE);
        String integration = connections.connect(person, "google", upstream);
        return IngestWork.of(database, UUID.fromString(integration), clock);
    }

    private IngestWork.Ran told(String what, IngestWork.Ran ran) {
        out.printf(
                Locale.ROOT,
                "%s: %.1f µs a record to store, %.1f of them for rows; %.0f records/s in all%n",
                what,
                ran.times().cost().all(),
                ran.times().cost().sort(),
                ran.rate());
        return ran;
    }

    private List<Stretch> stretches(IngestWork.Ran fresh, List<Double> copies) {
        List<Stretch> stretches = new ArrayList<>();
        int from = 0;
        for (int to : scale.stretches()) {
            IngestTimes.Cost cost = fresh.times().cost(from, to);
            Stretch stretch = new Stretch(from, to, cost.all(), cost.sort(), copies.get(stretches.size()));
            out.println(stretch);
            stretches.add(stretch);
            from = to;
        }
        return stretches;
    }

    /** @return how many accounts the records belong to */
    private int search(Connection database, UUID stream, List<IngestSearch.Line> lines) throws Exception {
        try (Journey large = new Journey(at.url("/"));
                Journey small = new Journey(at.url("/"))) {
            large.signUp(LARGE);
            small.signUp(SMALL);
            out.println("making " + scale.found() + " records to search");
            IngestCrowd crowd = IngestCrowd.make(database, stream, LARGE, SMALL, scale.found(), SHARE);
            crowd.fill();
            lines.addAll(ask("large", large, crowd, crowd.large()));
            lines.addAll(ask("small", small, crowd, crowd.small()));
            return crowd.accounts();
        }
    }

    private List<IngestSearch.Line> ask(String whose, Journey person, IngestCrowd crowd, UUID account)
            throws Exception {
        String only = crowd.only(account, IngestQuestion.BESIDE);
        String integration = crowd.integration(account, IngestCrowd.Of.ISSUE).toString();
        try (IngestSearch search = new IngestSearch(at, person.key("integrations:read"), whose, scale.rounds(), out)) {
            return search.ask(IngestQuestion.all(only, integration));
        }
    }

    private static long count(Connection database, UUID stream) throws SQLException {
        return number(
                database, "select count(*) from records where deleted_at is null and stream_id = '" + stream + "'");
    }

    private static long megabytes(Connection database) throws SQLException {
        return number(database, "select pg_total_relation_size('records') / 1048576");
    }

    private static long number(Connection database, String sql) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
