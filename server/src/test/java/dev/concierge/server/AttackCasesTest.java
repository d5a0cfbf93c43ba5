package dev.concierge.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Member;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * The page {@code docs/attack-cases.md} holds every case of {@code attack-cases.txt}, and names tests that are run and carry the case's id in their names. What a test of
 * a case shows is a reader's to judge; that it is one, and of this case, is judged here.
 */
@Tag("security")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AttackCasesTest {
    private static final Path PAGE = Path.of("..", "docs", "attack-cases.md");
    private static final Path CASES = Path.of("src", "test", "resources", "attack-cases.txt");
    private static final Path TESTS = Path.of("src", "test", "java");
    private static final Pattern ROW = Pattern.compile("\\| ([A-Z]-\\d\\d) \\| ([^|]+) \\| ([^|]+) \\|");
    private static final Pattern NAMED = Pattern.compile("`(\\w+)(?:\\.(\\w+))?`");

    private final Map<String, List<Class<?>>> classes = new TreeMap<>();
    private List<MatchResult> rows = List.of();

    @BeforeAll
    void read() throws IOException {
        try (Stream<Path> files = Files.walk(TESTS)) {
            files.filter(file -> file.toString().endsWith("Test.java"))
                    .map(AttackCasesTest::loaded)
                    .forEach(one -> classes.computeIfAbsent(one.getSimpleName(), _ -> new ArrayList<>())
                            .add(one));
        }
        rows = Files.readAllLines(PAGE).stream()
                .filter(line -> line.matches("\\| [A-Z]-.*"))
                .map(line -> ROW.matcher(line).results().findFirst().orElseThrow(() -> new AssertionError(line)))
                .toList();
    }

    private static Class<?> loaded(Path file) {
        String path =
                TESTS.relativize(file).toString().replace(file.getFileSystem().getSeparator(), ".");
        try {
            return Class.forName(
                    path.substring(0, path.length() - ".java".length()), false, AttackCasesTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @DisplayName("every case stands there once, with tests or with the reason why there are none")
    void every_case_has_tests_or_a_reason() throws IOException {
        assertThat(rows.stream().map(row -> row.group(1)))
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(Files.readAllLines(CASES));
        assertThat(rows).allSatisfy(row -> assertThat(row.group(3)).matches("`\\w+.*|(No|There is no|The ).*\\."));
    }

    @Test
    @DisplayName("every test that a case names is run, and carries the id of the case in its name")
    void every_named_test_is_there() {
        List<String> faults = new ArrayList<>();
        for (MatchResult row : rows) {
            if (row.group(3).startsWith("`")) {
                NAMED.matcher(row.group(3))
                        .results()
                        .filter(named -> !isTested(row.group(1), named.group(1), named.group(2)))
                        .forEach(named -> faults.add(row.group(1) + ": " + named.group()));
            }
        }
        assertThat(faults).isEmpty();
    }

    private boolean isTested(String id, String simpleName, @Nullable String method) {
        return classes.getOrDefault(simpleName, List.of()).stream()
                .filter(one -> !AnnotationSupport.isAnnotated(one, Disabled.class))
                .anyMatch(one -> tests(one)
                        .filter(test ->
                                method == null || ((Member) test).getName().equals(method))
                        .anyMatch(test -> carries(id, one) || carries(id, test)));
    }

    /** Methods and, of rules about the code, fields. */
    private static Stream<AnnotatedElement> tests(Class<?> one) {
        return Stream.<AnnotatedElement>concat(
                        Arrays.stream(one.getDeclaredMethods()), Arrays.stream(one.getDeclaredFields()))
                .filter(test -> AnnotationSupport.isAnnotated(test, Testable.class))
                .filter(test -> !AnnotationSupport.isAnnotated(test, Disabled.class));
    }

    private static boolean carries(String id, AnnotatedElement element) {
        DisplayName shown = element.getAnnotation(DisplayName.class);
        String word = id.toLowerCase(Locale.ROOT);
        return (shown != null
                        && Pattern.compile("\\b" + id + "\\b")
                                .matcher(shown.value())
                                .find())
                || (element instanceof Member member
                        && (member.getName().startsWith(word.replace("-", "") + "_")
                                || member.getName().startsWith(word.replace("-", "_") + "_")));
    }
}
