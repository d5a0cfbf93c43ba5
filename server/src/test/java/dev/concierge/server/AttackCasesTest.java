package dev.concierge.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The page {@code docs/attack-cases.md} names tests that are there. */
@Tag("security")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AttackCasesTest {
    private static final Path PAGE = Path.of("..", "docs", "attack-cases.md");
    private static final Pattern ROW = Pattern.compile("\\| ([A-Z]-\\d\\d) \\| ([^|]+) \\| ([^|]+) \\|");
    private static final Pattern NAMED = Pattern.compile("`(\\w+)(?:\\.(\\w+))?`");

    private Map<String, String> sources = Map.of();
    private List<MatchResult> rows = List.of();

    @BeforeAll
    void read() throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> files = Files.walk(Path.of("src", "test", "java"))) {
            files.filter(file -> file.toString().endsWith("Test.java")).forEach(file -> {
                String name = file.getFileName().toString();
                found.merge(name.substring(0, name.length() - ".java".length()), text(file), String::concat);
            });
        }
        sources = found;
        rows = Files.readAllLines(PAGE).stream()
                .filter(line -> line.matches("\\| [A-Z]-.*"))
                .map(line -> ROW.matcher(line).results().findFirst().orElseThrow(() -> new AssertionError(line)))
                .toList();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    @DisplayName("every case stands there once, with tests or with the reason why there are none")
    void every_case_has_tests_or_a_reason() {
        assertThat(rows).hasSizeGreaterThan(50);
        assertThat(rows.stream().map(row -> row.group(1))).doesNotHaveDuplicates();
        assertThat(rows).allSatisfy(row -> assertThat(row.group(3)).matches("`\\w+.*|(No|There is no|The ).*\\."));
    }

    @Test
    @DisplayName("every test that a case names is there, and names a case")
    void every_named_test_is_there() {
        for (MatchResult row : rows) {
            NAMED.matcher(row.group(3)).results().forEach(named -> {
                String source = sources.get(named.group(1));
                assertThat(source).as(row.group(1) + ": " + named.group(1)).isNotNull();
                if (named.group(2) != null) {
                    assertThat(source).as(row.group(1)).contains(named.group(2) + "(");
                }
            });
        }
    }
}
