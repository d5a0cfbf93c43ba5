package dev.concierge.server.database.structure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is printed of two databases, and files of fingerprints. */
@Tag("security")
class DiffReportTest {
    private static final Element COLUMN = new Element("column", "id", "uuid not null", List.of());
    private static final Fingerprint PLAIN = of(18, "C", "owner {owner}\nunlogged\noptions a=1", COLUMN);

    @TempDir
    Path folder;

    private static Fingerprint of(int major, String collation, String table, Element... children) {
        Element things = new Element("table", "public.things", table, List.of(children));
        return new Fingerprint(
                major,
                collation,
                new Element(
                        "database",
                        "",
                        "",
                        List.of(new Element("schema", "public", "owner {owner}", List.of(things)))));
    }

    private static String printed(Consumer<PrintStream> print) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        print.accept(new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8);
    }

    private static DiffReport diff(Fingerprint other) {
        return DiffReport.of(new DiffReport.Side("staging.json", PLAIN), new DiffReport.Side("production", other));
    }

    @Test
    void the_same_structure_on_another_major_is_the_same_and_the_majors_are_told() {
        DiffReport report = diff(of(15, "en_US.UTF-8", "owner {owner}\nunlogged\noptions a=1", COLUMN));

        assertThat(report.same()).isTrue();
        assertThat(printed(report::print)).isEqualTo("""
                A  %1$s  PostgreSQL 18  staging.json
                B  %1$s  PostgreSQL 15  production
                The structure is the same.
                PostgreSQL's majors differ: 18 in A, 15 in B.
                Collations differ: C in A, en_US.UTF-8 in B.
                """.formatted(PLAIN.code()));
    }

    @Test
    void what_differs_is_told_with_both_definitions_from_the_first_line_that_is_not_the_same() {
        Fingerprint other =
                of(18, "C", "owner {owner}\noptions a=1", new Element("column", "name", "text", List.of()), COLUMN);

        assertThat(printed(diff(other)::print)).isEqualTo("""
                A  %s  PostgreSQL 18  staging.json
                B  %s  PostgreSQL 18  production
                2 differences.

                different: table public.things
                    A  unlogged

                additional in B: table public.things, column name
                    B  text
                """.formatted(PLAIN.code(), other.code()));
    }

    @Test
    void for_machines_it_is_json() {
        assertThat(printed(diff(of(18, "C", "owner {owner}\nunlogged\noptions a=1"))::printJson))
                .contains(
                        "\"same\" : false",
                        "\"difference\" : \"missing\"",
                        "\"path\" : \"table public.things, column id\"",
                        "\"inA\" : \"uuid not null\"",
                        "\"inB\" : null");
    }

    @Test
    void a_file_reads_as_what_was_written() throws IOException {
        assertThat(FingerprintFile.read(written())).isEqualTo(PLAIN);
    }

    @Test
    void a_file_that_was_changed_cut_or_is_none_is_refused() throws IOException {
        Path file = written();
        String content = Files.readString(file);

        Files.writeString(file, content.replace("uuid not null", "uuid"));
        assertThatThrownBy(() -> FingerprintFile.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("was changed since");
        Files.writeString(file, content.replace("\"format\" : 1", "\"format\" : 2"));
        assertThatThrownBy(() -> FingerprintFile.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("layout 2");
        for (String none :
                List.of(content.substring(0, content.length() / 2), "", "null", "{}", "{\"format\":1}", "not json")) {
            Files.writeString(file, none);
            assertThatThrownBy(() -> FingerprintFile.read(file))
                    .as(none)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("is no file that db fingerprint --json wrote");
        }
    }

    private Path written() throws IOException {
        return Files.writeString(folder.resolve("fingerprint.json"), printed(out -> FingerprintFile.write(PLAIN, out)));
    }
}
