package dev.concierge.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("flow")
class TallyTest {

    @TempDir
    Path root;

    private Path module;

    @BeforeEach
    void makeARepository() throws IOException {
        module = root.resolve("sandbox");
        Files.createDirectories(module.resolve("target"));
        Path catalog = Files.createDirectories(root.resolve("server/src/main/resources/catalog"));
        for (String id : List.of("google", "github", "meta", "notion")) {
            Files.createFile(catalog.resolve(id + ".yaml"));
        }
    }

    @Test
    void tests_are_counted_by_the_tag_of_their_class() throws IOException {
        Launch.run(new Tally(module), Fixtures.Right.class, Fixtures.WithOneOfATests.class);
        assertThat(counts()).containsEntry("tag.token", "3").containsEntry("tag.flow", "2");
    }

    @Test
    void a_provider_is_found_in_package_class_method_and_argument_as_a_whole_word() throws IOException {
        Launch.run(new Tally(module), Fixtures.OfGithub.class);
        assertThat(counts())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "tag.flow", "4",
                        "provider.github", "4",
                        "provider.google", "2",
                        "provider.meta", "1",
                        "provider.notion", "1"));
    }

    @Test
    void a_class_that_fails_before_its_tests_counts_once_as_in_the_reports() throws IOException {
        Launch.run(new Tally(module), Fixtures.NeverBegins.class);
        assertThat(counts()).containsExactly(Map.entry("tag.security", "1"));
    }

    @Test
    void each_run_of_a_module_has_a_file_of_its_own() throws IOException {
        Launch.run(new Tally(module), Fixtures.Right.class);
        Launch.run(new Tally(module), Fixtures.Right.class);
        assertThat(files()).hasSize(2);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(module.resolve("target/tally"))) {
            return files.toList();
        }
    }

    private Map<String, String> counts() throws IOException {
        Properties properties = new Properties();
        try (Reader file = Files.newBufferedReader(files().get(0))) {
            properties.load(file);
        }
        Map<String, String> counts = new TreeMap<>();
        properties.stringPropertyNames().forEach(name -> counts.put(name, properties.getProperty(name)));
        return counts;
    }
}
