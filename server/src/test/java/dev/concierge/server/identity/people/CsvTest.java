package dev.concierge.server.identity.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.concierge.server.web.Csv;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** CSV as RFC 4180 has it, and as spreadsheets write and misread it. */
@Tag("security")
class CsvTest {
    private static List<List<String>> read(byte[] bytes) throws IOException {
        CsvReader reader = new CsvReader(new ByteArrayInputStream(bytes));
        List<List<String>> all = new ArrayList<>();
        List<String> record = reader.next();
        while (record != null) {
            all.add(record);
            record = reader.next();
        }
        return all;
    }

    private static List<List<String>> read(String text) throws IOException {
        return read(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void reads_records_with_quotes_separators_and_line_ends_in_cells() throws IOException {
        assertThat(read("a,b\r\n1,\"x,y\"\n\"he said \"\"no\"\"\",\"two\r\nlines\"\n,\n"))
                .containsExactly(
                        List.of("a", "b"),
                        List.of("1", "x,y"),
                        List.of("he said \"no\"", "two\r\nlines"),
                        List.of("", ""));
    }

    @Test
    void a_byte_order_mark_a_missing_last_line_end_and_empty_lines_are_nothing() throws IOException {
        assertThat(read("\uFEFFemail,name\n\n\r\na,b")).containsExactly(List.of("email", "name"), List.of("a", "b"));
        assertThat(read("")).isEmpty();
        assertThat(read("\uFEFF")).isEmpty();
    }

    @Test
    void the_semicolon_separates_where_the_first_line_holds_no_comma() throws IOException {
        assertThat(read("email;name\na@b.example;Tran, Linh\n"))
                .containsExactly(List.of("email", "name"), List.of("a@b.example", "Tran, Linh"));
    }

    /** Quotes around the first column made such a file one with "text behind a closed quote". */
    @Test
    void a_byte_order_mark_and_quoted_names_with_semicolons_are_read() throws IOException {
        assertThat(read("\uFEFF\"email\";\"name, of them\"\r\n\"a@b.example\";\"Tran; Linh\"\r\n"))
                .containsExactly(List.of("email", "name, of them"), List.of("a@b.example", "Tran; Linh"));
        assertThat(read("\n\n\"e\"\"mail\";name\nx;y")).containsExactly(List.of("e\"mail", "name"), List.of("x", "y"));
        assertThat(read("\"email;name\",role\nx,y")).containsExactly(List.of("email;name", "role"), List.of("x", "y"));
    }

    @Test
    void says_on_which_line_a_record_began() throws IOException {
        CsvReader reader =
                new CsvReader(new ByteArrayInputStream("a,b\n\"x\ny\",1\nlast,2\n".getBytes(StandardCharsets.UTF_8)));
        List<Long> lines = new ArrayList<>();
        while (reader.next() != null) {
            lines.add(reader.line());
        }
        assertThat(lines).containsExactly(1L, 2L, 4L);
    }

    @Test
    void refuses_what_is_too_long_never_closed_or_in_another_encoding() {
        assertThatThrownBy(() -> read("a,b\n\"never closed\n"))
                .isInstanceOf(FileFaultException.class)
                .hasMessageContaining("Line 2");
        assertThatThrownBy(() -> read("a\n" + "x".repeat(64 * 1024 + 1)))
                .isInstanceOf(FileFaultException.class)
                .hasMessageContaining("64 KB");
        assertThatThrownBy(() -> read("a\n\"" + "x".repeat(64 * 1024 + 1)))
                .isInstanceOf(FileFaultException.class)
                .hasMessageContaining("64 KB");
        assertThatThrownBy(() -> read("a,b\n\"x\"y,1\n")).isInstanceOf(FileFaultException.class);
        assertThatThrownBy(() -> read("name\nJos\u00e9\n".getBytes(StandardCharsets.ISO_8859_1)))
                .isInstanceOf(FileFaultException.class)
                .hasMessageContaining("UTF-8");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=1+1",
                "+1",
                "-1",
                "@SUM(A1)",
                "\t=1",
                "\r=1",
                "'=1",
                "''",
                "'",
                "=HYPERLINK(\"http://evil.example\",\"x\")",
                "plain",
                "a=b",
                "",
                "two\nlines",
                "semi;colon"
            })
    @DisplayName("E-10 a cell that a spreadsheet would run is written as text, and read back as it was")
    void a_cell_is_no_formula_and_comes_back_as_it_was(String value) throws IOException {
        String line = Csv.line(List.of("first", value));

        String cell = read(line + "\r\n").getFirst().get(1);
        assertThat(cell).doesNotContainPattern("^[=+@\t\r-]");
        assertThat(Csv.plain(cell)).isEqualTo(value);
    }
}
