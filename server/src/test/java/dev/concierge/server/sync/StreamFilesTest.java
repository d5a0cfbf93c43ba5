package dev.concierge.server.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A stream is added by two files, itself and its case for the contract: no page, no table, no list and no other class names it. */
@Tag("flow")
class StreamFilesTest {
    private static final Path STREAMS = Path.of("src/main/java/dev/concierge/server/sync/streams");

    /** Its setting for how long records are kept needs an example. */
    private static final Path EXAMPLE = Path.of("src/main/java/dev/concierge/server/sync/SyncSettings.java");

    static Stream<String> names() {
        return StreamContractTest.cases().stream().map(StreamCase::stream);
    }

    @ParameterizedTest
    @MethodSource("names")
    void nothing_but_its_own_class_names_a_stream(String stream) {
        List<Path> naming = naming(Path.of("src/main"), stream);
        assertThat(naming.stream().filter(file -> file.startsWith(STREAMS))).hasSize(1);
        assertThat(naming.stream().filter(file -> !file.startsWith(STREAMS) && !file.equals(EXAMPLE)))
                .isEmpty();
    }

    private static List<Path> naming(Path folder, String stream) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().matches(".*\\.(java|jte|yaml|yml|properties|sql|js)"))
                    .filter(file -> text(file).contains(stream))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
