package dev.concierge.bench;

import dev.concierge.sandbox.Dialect;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** An older installation's people and grants are brought over while a server runs; one of them signs in and takes a token, which has to be renewed first. */
final class ImportProof {
    private static final String GOOGLE = "linh.tran@meridian.example";

    /** One run of the verb. */
    record Run(int exitCode, Duration took, long megabytes, String said) {
        double rate(int accounts) {
            return accounts / (took.toMillis() / 1000.0);
        }
    }

    /**
     * What came of it.
     *
     * @param accounts of the file that are in the database
     * @param grants the same
     * @param vended whether the real one signed in and took a token
     * @param renewed whether that token was another than the one in the file
     */
    record Result(
            ImportScale scale,
            long fileMegabytes,
            Run first,
            Run second,
            long accounts,
            long grants,
            boolean vended,
            boolean renewed) {
        boolean passed() {
            return first.exitCode() == 0
                    && second.exitCode() == 0
                    && second.said().contains(scale.accounts() + " lines are in already, 0 are refused")
                    && accounts == scale.accounts()
                    && grants == 2L * scale.accounts()
                    && vended
                    && renewed;
        }
    }

    private ImportProof() {}

    static Proof.Outcome prove(Path root, String word, PrintStream out) throws Exception {
        Result result = run(root, ImportScale.of(word), out);
        return new Proof.Outcome(
                result.passed(), page(result).write(root, result.scale().name(), result.passed()));
    }

    static Result run(Path root, ImportScale scale, PrintStream out) throws Exception {
        out.println("starting an installation");
        Path folder = Files.createTempDirectory("concierge-import");
        OldInstallation old = new OldInstallation();
        try (Installation installation = Installation.start(root);
                Person resident = new Person(installation);
                Person real = new Person(installation)) {
            resident.getReady();
            String subject = one(installation, "select upstream_subject from integrations");
            Dialect.Minted minted = installation
                    .sandbox()
                    .mint("google", GOOGLE, "concierge-proof", List.of("openid", "email", "profile"));
            Path file = folder.resolve("people.jsonl");
            old.write(file, scale.accounts(), minted, subject);
            out.println("importing " + scale.accounts() + " accounts");
            Run first = imported(installation, folder, file, old);
            out.println(first.said() + "importing them again");
            Run second = imported(installation, folder, file, old);
            out.println(second.said());
            long accounts = count(installation, "select count(*) from accounts where email like '%@old.example'");
            long grants = count(
                    installation,
                    "select count(*) from grants join accounts using (account_id) where email like '%@old.example' and state = 'live'");
            String token = vended(installation, real, subject);
            return new Result(
                    scale,
                    Files.size(file) / (1024 * 1024),
                    first,
                    second,
                    accounts,
                    grants,
                    !token.isEmpty(),
                    !token.equals(minted.accessToken()));
        } finally {
            delete(folder);
        }
    }

    private static Run imported(Installation installation, Path folder, Path file, OldInstallation old)
            throws Exception {
        long began = System.nanoTime();
        Process process =
                installation.verb(folder, Map.of("LEGACY_ENCRYPTION_KEY", old.key()), "import", file.toString());
        long megabytes = 0;
        try {
            while (!process.waitFor(100, TimeUnit.MILLISECONDS)) {
                megabytes = Math.max(megabytes, Installation.peakMegabytes(process.pid()));
            }
        } finally {
            process.destroyForcibly();
        }
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        return new Run(process.exitValue(), took, megabytes, Files.readString(folder.resolve("import.log")));
    }

    /** Empty when no token came. */
    private static String vended(Installation installation, Person real, String subject) throws Exception {
        real.signIn(OldInstallation.EMAIL, OldInstallation.PASSWORD);
        String integration = one(
                installation,
                "select i.id from integrations i join accounts a using (account_id) where a.email = '"
                        + OldInstallation.EMAIL + "' and i.upstream_subject = '" + subject + "'");
        Caller caller = new Caller(installation.url("/").getAuthority(), real.key());
        Caller.Answer answer = caller.token(installation.port(), integration);
        return answer.status() == 200 ? answer.token() : "";
    }

    private static long count(Installation installation, String sql) throws SQLException {
        return Long.parseLong(one(installation, sql));
    }

    private static String one(Installation installation, String sql) throws SQLException {
        try (Connection connection = installation.database();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    private static Page page(Result result) {
        int accounts = result.scale().accounts();
        return new Page(
                        "import",
                        "`concierge import` of a file of people with bcrypt hashes and two Google grants each, tokens under Fernet, while a server with all its"
                                + " lanes runs on the same machine; then the same file again; then one of its people signs in with the old password and takes a token"
                                + " whose access token had ended in the file.")
                .fact(
                        "Aims",
                        "every line is in, once; the second run changes nothing; the person signs in and gets a renewed token")
                .fact(
                        "Scale",
                        result.scale().name() + ": " + accounts + " accounts, " + 2 * accounts + " grants, a file of "
                                + result.fileMegabytes() + " MB")
                .fact("In the database", result.accounts() + " accounts, " + result.grants() + " live grants")
                .fact(
                        "Signs in and takes a token",
                        (result.vended() ? "yes" : "no") + "; renewed: " + (result.renewed() ? "yes" : "no"))
                .table(
                        List.of(
                                "Run",
                                "exit code",
                                "seconds, start included",
                                "accounts/s",
                                "most memory MB (-Xmx512m)"),
                        List.of(row("first", result.first(), accounts), row("again", result.second(), accounts)),
                        true);
    }

    private static List<String> row(String name, Run run, int accounts) {
        return List.of(
                name,
                Integer.toString(run.exitCode()),
                String.format(Locale.ROOT, "%.1f", run.took().toMillis() / 1000.0),
                String.format(Locale.ROOT, "%.0f", run.rate(accounts)),
                Long.toString(run.megabytes()));
    }
}
