package dev.concierge.server.imports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.support.TestDatabase;
import dev.concierge.server.support.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** O24: the verb as an operator runs it, in a process of its own, killed in the middle and run again. */
@Tag("end-to-end")
class ImportKilledTest {
    private static final int PEOPLE = 400;
    private static final String HASH = "$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW";

    private final TestDatabase database = TestDatabase.create();
    private final TestServer.Keys keys = TestServer.Keys.random();

    @TempDir
    private Path folder;

    @AfterEach
    void drop() {
        database.close();
    }

    private Process started(Path file, Path said, String... more) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx192m",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.concierge.server.Main",
                "import",
                file.toString());
        builder.command().addAll(List.of(more));
        Map<String, String> variables = builder.environment();
        variables.put("POSTGRES_HOST", database.settings().host());
        variables.put("POSTGRES_PORT", Integer.toString(database.port()));
        variables.put("POSTGRES_DB", database.name());
        for (String role : List.of("", "AUTH_", "SYSTEM_")) {
            variables.put("POSTGRES_" + role + "PASSWORD", database.password());
        }
        variables.put("ENCRYPTION_KEY", keys.encryption());
        variables.put("SECRET_KEY", keys.secret());
        variables.put("LEGACY_ENCRYPTION_KEY", OldFile.KEY);
        variables.put("GOOGLE_CLIENT_ID", "old-client");
        variables.put("GOOGLE_CLIENT_SECRET", "old-client-secret");
        return builder.redirectErrorStream(true).redirectOutput(said.toFile()).start();
    }

    private int ended(Process process) throws InterruptedException {
        assertThat(process.waitFor(3, TimeUnit.MINUTES)).as("it ends").isTrue();
        return process.exitValue();
    }

    private long count(String sql) {
        return database.owner().sql(sql).query(Long.class).single();
    }

    private static void until(Process process, BooleanSupplier reached) {
        long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (!reached.getAsBoolean()) {
            if (System.nanoTime() > end || !process.isAlive()) {
                throw new AssertionError("it did not come to that");
            }
            Thread.onSpinWait();
        }
    }

    private OldFile people() {
        OldFile file = new OldFile(folder.resolve("people.jsonl"), "fernet");
        for (int number = 0; number < PEOPLE; number++) {
            Map<String, @Nullable Object> grant = Map.of(
                    "provider",
                    "google",
                    "account",
                    "subject-" + number,
                    "scopes",
                    List.of("openid"),
                    "accessToken",
                    OldFile.fernet("access-" + number),
                    "refreshToken",
                    OldFile.fernet("refresh-" + number),
                    "expiresAt",
                    4_000_000_000L);
            file.row(OldFile.with(
                    OldFile.person("p" + number, "p" + number + "@old.example", HASH), "grants", List.of(grant)));
        }
        return file;
    }

    @Test
    @DisplayName("killed in the middle and run again: everybody is in, once")
    void killed_in_the_middle_and_run_again() throws Exception {
        Path file = people().write();
        Path said = folder.resolve("said");
        Process first = started(file, said);
        try {
            until(first, () -> count("select count(*) from accounts") >= PEOPLE / 8);
        } finally {
            first.destroyForcibly().waitFor();
        }
        long before = count("select count(*) from accounts");
        assertThat(before).as("the middle").isLessThan(PEOPLE);
        assertThat(count("select count(*) from integrations"))
                .as("whole lines only")
                .isEqualTo(before);

        int code = ended(started(file, said));

        assertThat(code).as(Files.readString(said)).isZero();
        for (String table : List.of("accounts", "passwords", "grants", "integrations", "consents")) {
            assertThat(count("select count(*) from " + table)).as(table).isEqualTo(PEOPLE);
        }
        assertThat(count("select count(*) from imported_parts")).isEqualTo(2 * PEOPLE);
        assertThat(count("select count(*) from audit_events where action = 'account.import'"))
                .isEqualTo(PEOPLE);
        assertThat(count("select count(distinct upstream_subject) from grants")).isEqualTo(PEOPLE);
        assertThat(Files.readString(said))
                .contains(
                        "Imported " + (PEOPLE - before) + " accounts", before + " lines are in already, 0 are refused")
                .doesNotContain("access-", "refresh-", keys.encryption(), OldFile.KEY, HASH);
        assertThat(Files.readAllLines(folder.resolve("people.jsonl.report.jsonl")))
                .hasSize(PEOPLE);

        Files.writeString(file, Files.readString(file) + "{\"key\":\"bad\"}\n");
        Path report = folder.resolve("elsewhere");
        assertThat(ended(started(file, said, "--dry-run", "--report", report.toString())))
                .as(Files.readString(said))
                .isEqualTo(1);
        assertThat(Files.readString(said)).contains("Nothing was changed", "1 lines are refused");
        assertThat(Files.readAllLines(report)).hasSize(PEOPLE + 1);
    }
}
