package dev.concierge.ops.suite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.ops.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("flow")
class ChromiumTest {

    @TempDir
    Path folder;

    @Test
    void the_path_it_is_given_goes_first() throws IOException {
        Path given = program("my-browser");
        program("chromium");
        assertThat(chromium(Map.of("PATH", folder.toString(), "CHROMIUM_PATH", given.toString()))
                        .find())
                .contains(given);
    }

    @Test
    void a_given_path_that_is_no_program_finds_nothing() throws IOException {
        program("chromium");
        assertThat(chromium(Map.of("PATH", folder.toString(), "CHROMIUM_PATH", "/nowhere/chromium"))
                        .find())
                .isEmpty();
    }

    @Test
    void chromium_goes_before_chrome() throws IOException {
        program("google-chrome");
        assertThat(chromium(Map.of("PATH", folder.toString())).find()).contains(folder.resolve("google-chrome"));
        program("chromium");
        assertThat(chromium(Map.of("PATH", folder.toString())).find()).contains(folder.resolve("chromium"));
    }

    private Chromium chromium(Map<String, String> environment) {
        return new Chromium(environment, folder.resolve("apt.log"), new Console(System.out));
    }

    private Path program(String name) throws IOException {
        return Files.createFile(
                folder.resolve(name),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    }
}
