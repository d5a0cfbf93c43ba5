package dev.concierge.server.database.structure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.concierge.server.database.DatabaseCommands;
import dev.concierge.server.database.DatabaseSettings;
import dev.concierge.server.support.DebianPostgres;
import dev.concierge.server.support.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** PostgreSQL 15, the oldest that is served from, beside the embedded 18; where Debian's package is installed. */
@Tag("security")
class OlderMajorTest {
    @Test
    void the_same_migrations_on_15_and_on_18_are_the_same_structure_and_the_majors_are_told() throws SQLException {
        assumeTrue(DebianPostgres.installed(), "Debian's postgresql-15 is not installed");
        try (DebianPostgres older = DebianPostgres.start();
                TestDatabase newer = TestDatabase.create()) {
            DatabaseSettings settings = older.settings("concierge");
            DatabaseCommands commands = new DatabaseCommands(
                    settings, new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
            commands.init(older.admin());
            commands.migrate();
            DiffReport report = DiffReport.of(
                    new DiffReport.Side("older", DatabasePlace.of(settings).fingerprint()),
                    new DiffReport.Side(
                            "newer", DatabasePlace.of(newer.settings()).fingerprint()));

            assertThat(report.differences()).isEmpty();
            assertThat(report.a().fingerprint().code())
                    .isEqualTo(report.b().fingerprint().code());
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            report.print(new PrintStream(out, true, StandardCharsets.UTF_8));
            assertThat(out.toString(StandardCharsets.UTF_8))
                    .contains("The structure is the same.", "PostgreSQL's majors differ: 15 in A, 18 in B.");
        }
    }
}
