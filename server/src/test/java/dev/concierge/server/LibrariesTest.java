package dev.concierge.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** M-09: the libraries that this is built with, as the build resolved them. */
@Tag("security")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LibrariesTest {
    private static final Pattern JAR = Pattern.compile("(.+?)-(\\d[\\w.]*?(?:[.-](?:RELEASE|SNAPSHOT))?)\\.jar");

    /**
     * What takes in strangers' bytes, or guards secrets, and the release that was held against its advisories on 29 November 2026. An older one, by a change of the build or of
     * another library, does not pass; whoever raises one here has read what the newer one mends.
     */
    private static final Map<String, String> AT_LEAST = new TreeMap<>(Map.ofEntries(
            Map.entry("spring-boot", "4.1.0"),
            Map.entry("spring-webmvc", "7.0.10"),
            Map.entry("spring-security-core", "7.1.1"),
            Map.entry("spring-security-web", "7.1.1"),
            Map.entry("tomcat-embed-core", "11.0.27"),
            Map.entry("jackson-databind", "2.21.4"),
            Map.entry("postgresql", "42.7.14"),
            Map.entry("nimbus-jose-jwt", "10.9"),
            Map.entry("oauth2-oidc-sdk", "11.38.2"),
            Map.entry("snakeyaml", "2.6"),
            Map.entry("tink", "1.24.0"),
            Map.entry("httpclient5", "5.6.1"),
            Map.entry("webauthn4j-core", "0.31.11"),
            Map.entry("logback-core", "1.5.38"),
            Map.entry("jte-runtime", "3.2.3")));

    private final Map<String, Set<String>> libraries = new TreeMap<>();

    @BeforeAll
    void read() {
        Arrays.stream(System.getProperty("java.class.path").split(Pattern.quote(File.pathSeparator), -1))
                .filter(entry -> entry.endsWith(".jar"))
                .map(entry -> Path.of(entry).getFileName().toString())
                .map(JAR::matcher)
                .filter(Matcher::matches)
                .forEach(jar -> libraries
                        .computeIfAbsent(jar.group(1), _ -> new TreeSet<>())
                        .add(jar.group(2)));
    }

    @Test
    @DisplayName("M-09 no library is older than the release that was held against its advisories")
    void m09_no_library_is_older_than_what_was_looked_at() {
        List<String> faults = new ArrayList<>();
        AT_LEAST.forEach((name, least) -> {
            Set<String> found = libraries.getOrDefault(name, Set.of());
            if (found.isEmpty()) {
                faults.add(name + " is not there any more: take it out of the list");
            }
            found.stream()
                    .filter(version -> Arrays.compare(numbers(version), numbers(least)) < 0)
                    .forEach(version -> faults.add(name + " " + version + " is older than " + least));
        });
        assertThat(libraries).hasSizeGreaterThan(50);
        assertThat(faults).isEmpty();
    }

    @Test
    @DisplayName("M-09 no library is a release under way that may change from one build to the next")
    void m09_every_library_is_a_release() {
        libraries.forEach((name, versions) -> {
            if (!name.startsWith("concierge-")) {
                assertThat(versions).as(name).noneMatch(version -> version.endsWith("SNAPSHOT"));
            }
        });
    }

    private static int[] numbers(String version) {
        return Pattern.compile("\\d+")
                .matcher(version)
                .results()
                .mapToInt(part -> Integer.parseInt(part.group()))
                .toArray();
    }
}
