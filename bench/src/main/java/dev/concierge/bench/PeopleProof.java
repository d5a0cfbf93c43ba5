package dev.concierge.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A million accounts, and a manager who looks for some of them. */
final class PeopleProof {
    private static final Pattern CURSOR = Pattern.compile("\"nextCursor\":\"([^\"]+)\"");
    private static final Pattern ITEM = Pattern.compile("\"id\":\"");
    private static final int WARM_UP = 3;
    private static final int DEEP = 40;

    /** What one question gave; times in milliseconds of the whole request. */
    record Line(PeopleQuestion question, int found, double p50, double p95, double longest) {
        boolean passed(boolean judged) {
            return (found > 0) == question.finds() && (!judged || p95 < question.aim());
        }
    }

    /** What it gave. */
    record Result(PeopleScale scale, List<Line> lines) {
        Result {
            lines = List.copyOf(lines);
        }

        boolean passed() {
            return lines.stream().allMatch(line -> line.passed(scale.judged()));
        }
    }

    private PeopleProof() {}

    static Proof.Outcome prove(Path root, String word, PrintStream out) throws Exception {
        Result result = run(root, PeopleScale.of(word), out);
        return new Proof.Outcome(
                result.passed(), page(result).write(root, result.scale().name(), result.passed()));
    }

    static Result run(Path root, PeopleScale scale, PrintStream out) throws Exception {
        out.println("starting an installation");
        try (Installation installation = Installation.start(root);
                Person newcomer = new Person(installation);
                Person manager = new Person(installation)) {
            newcomer.signUp("head@people.example");
            out.println("making " + scale.accounts() + " accounts");
            fill(installation, scale.accounts());
            manager.signIn("head@people.example", Person.PASSWORD);
            List<Line> lines = new ArrayList<>();
            for (PeopleQuestion question : questions(manager)) {
                lines.add(ask(manager, question, scale.rounds()));
                out.println(lines.getLast());
            }
            return new Result(scale, lines);
        }
    }

    /** Names repeat as they do among people; a third came by Google, one in fifty is disabled. */
    private static void fill(Installation installation, int accounts) throws SQLException {
        try (Connection connection = installation.database();
                Statement statement = connection.createStatement()) {
            statement.execute("update accounts set role = 'manager' where email = 'head@people.example'");
            statement.execute("""
                    create temporary table names as select
                        array['Linh','Anna','Tomasz','Astrid','Petra','Mateo','Fatima','Owen','Travis','Katarzyna','Jonas','Mei','Ravi','Chidi','Sofia','Lars',
                              'Yuki','Amara','Diego','Ingrid','Noah','Zeynep','Hassan','Olga','Pierre','Aiko','Marta','Bruno','Leila','Sven'] as first,
                        array['Tran','Strackiewicz','Strand','Vlahovic','Trautmann','Traore','Trask','Oyelaran','Wisniewska','Weber','Chen','Patel','Okafor',
                              'Rossi','Nilsson','Tanaka','Diallo','Garcia','Berg','Smith','Yilmaz','Ali','Ivanova','Dubois','Sato','Kowalska','Silva','Haddad',
                              'Larsen','Novak'] as last""");
            statement.execute("""
                    insert into accounts (account_id, email, email_verified, display_name, role, status, local_id, created_at, last_sign_in_at)
                    select ('01900000-' || lpad(to_hex(n / 65536), 4, '0') || '-7' || lpad(to_hex(n %% 4096), 3, '0') || '-8000-' || lpad(to_hex(n), 12, '0'))::uuid,
                           lower(f.first || '.' || f.last || '.' || n) || '@corp' || n %% 40 || '.example', n %% 3 <> 0, f.first || ' ' || f.last,
                           case when n %% 10 < 7 then 'guest' when n %% 1000 = 999 then 'manager' else 'user' end,
                           case when n %% 50 = 7 then 'disabled' else 'active' end,
                           case when n %% 4 = 0 then 'VN' || lpad(n::text, 8, '0') end,
                           now() - interval '400 days' + n * interval '10 seconds',
                           case when n %% 5 <> 0 then now() - (n %% 91) * interval '1 day' end
                    from generate_series(1, %d) n cross join names
                    cross join lateral (select names.first[1 + n * 7 %% 30] as first, names.last[1 + (n / 30 + n * 11) %% 30] as last) f""".formatted(accounts));
            statement.execute("""
                    insert into identities (identity_id, account_id, issuer, subject, provider, label, email, email_verified, created_at, used_at)
                    select gen_random_uuid(), account_id, 'https://accounts.google.com', account_id::text, 'google', email, email, true, now(), now()
                    from accounts where local_id is not null and email <> 'head@people.example'""");
            statement.execute("vacuum analyze accounts");
            statement.execute("analyze identities");
        }
    }

    private static List<PeopleQuestion> questions(Person manager) throws IOException, InterruptedException {
        return List.of(
                PeopleQuestion.page("the first page", ""),
                PeopleQuestion.page("page " + DEEP, "cursor=" + cursor(manager, "")),
                PeopleQuestion.page("an address", "q=anna.strand"),
                PeopleQuestion.page("a local id", "q=VN00000004"),
                PeopleQuestion.page("one letter", "q=a"),
                PeopleQuestion.page("one letter, page " + DEEP, "q=a&cursor=" + cursor(manager, "q=a&")),
                PeopleQuestion.page("a first name", "q=Katarzyna"),
                PeopleQuestion.page("a last name", "q=strackiewicz"),
                PeopleQuestion.page("a whole name", "q=linh%20tran"),
                PeopleQuestion.page("managers", "role=manager"),
                PeopleQuestion.page("guests", "role=guest"),
                PeopleQuestion.page("disabled", "status=disabled"),
                PeopleQuestion.page("by Google", "way=google"),
                PeopleQuestion.page("with a password", "way=password"),
                PeopleQuestion.page("signed in within a day", "seen=day"),
                PeopleQuestion.page("never signed in", "seen=never"),
                PeopleQuestion.page("without a second factor", "second=none"),
                PeopleQuestion.page("a name among the disabled", "q=ingrid&status=disabled"),
                PeopleQuestion.alike("a slip in a last name", "q=strakiewicz"),
                PeopleQuestion.alike("a slip in a first name", "q=katarzina"),
                PeopleQuestion.alike("two slips", "q=fatma%20traroe"),
                PeopleQuestion.nothing("like nobody", "q=qqqqxxxx"));
    }

    /** Of the page before the one that is meant. */
    private static String cursor(Person manager, String query) throws IOException, InterruptedException {
        String cursor = "";
        for (int page = 1; page < DEEP; page++) {
            Matcher found = CURSOR.matcher(manager.get("/api/v1/users?limit=50&" + query + "cursor=" + cursor));
            if (!found.find()) {
                return cursor;
            }
            cursor = found.group(1);
        }
        return cursor;
    }

    private static Line ask(Person manager, PeopleQuestion question, int rounds)
            throws IOException, InterruptedException {
        int found = 0;
        double[] millis = new double[rounds];
        for (int round = -WARM_UP; round < rounds; round++) {
            long began = System.nanoTime();
            String answer = manager.get("/api/v1/users?limit=50&" + question.query());
            if (round >= 0) {
                millis[round] = (System.nanoTime() - began) / 1e6;
            }
            found = (int) ITEM.matcher(answer).results().count();
        }
        Arrays.sort(millis);
        return new Line(question, found, at(millis, 0.5), at(millis, 0.95), millis[rounds - 1]);
    }

    private static double at(double[] sorted, double share) {
        return sorted[(int) Math.min(sorted.length - 1L, (long) (share * sorted.length))];
    }

    private static Page page(Result result) {
        return new Page(
                        "people",
                        "A manager lists and searches accounts by the API: pages near and far, prefixes that few and very many match, filters, and"
                                + " searches that only find what resembles them. Each time is that of a whole request, over HTTP, of one caller.")
                .fact("Aims", "every question is answered; p95 under 50 ms, under 300 ms where nobody matches exactly")
                .fact(
                        "Scale",
                        String.format(
                                Locale.ROOT,
                                "%s: %,d accounts, each question %d times",
                                result.scale().name(),
                                result.scale().accounts(),
                                result.scale().rounds()))
                .table(
                        List.of(
                                "Question",
                                "found on the page",
                                "p50 ms",
                                "p95 ms",
                                "longest ms",
                                "aim ms",
                                "as aimed"),
                        result.lines().stream()
                                .map(line -> row(line, result.scale().judged()))
                                .toList(),
                        true);
    }

    private static List<String> row(Line line, boolean judged) {
        return List.of(
                line.question().what(),
                Integer.toString(line.found()),
                number(line.p50()),
                number(line.p95()),
                number(line.longest()),
                String.format(Locale.ROOT, "%.0f", line.question().aim()),
                line.passed(judged) ? "yes" : "no");
    }

    private static String number(double millis) {
        return String.format(Locale.ROOT, "%.1f", millis);
    }
}
