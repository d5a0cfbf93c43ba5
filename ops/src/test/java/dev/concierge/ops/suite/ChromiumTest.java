package dev.concierge.ops.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.concierge.ops.Console;
import dev.concierge.ops.ExitCode;
import dev.concierge.ops.OpsException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
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

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

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

    @Test
    void root_has_it_installed_by_the_systems_package_manager() throws Exception {
        aptGet("""
                [ "$1" = update ] || { echo x >"${0%/*}/chromium"; /bin/chmod +x "${0%/*}/chromium"; }""");
        assertThat(installing(true).require()).isEqualTo(folder.resolve("chromium"));
        assertThat(Files.readAllLines(folder.resolve("asked"))).containsExactly("update", "install -y chromium");
        assertThat(said()).contains("Installing Chromium for the browser tests");
    }

    @Test
    void who_is_not_root_is_told_in_one_sentence_what_to_install() throws Exception {
        aptGet("");
        requireSentence(installing(false));
        assertThat(folder.resolve("asked")).doesNotExist();
        assertThat(said()).isEmpty();
    }

    @Test
    void where_there_is_no_apt_get_root_is_told_the_same() {
        requireSentence(installing(true));
        assertThat(said()).isEmpty();
    }

    @Test
    void a_package_manager_that_fails_leaves_its_words_in_the_log() throws Exception {
        aptGet("""
                echo "E: no such package"
                exit 100""");
        requireSentence(installing(true));
        assertThat(Files.readString(folder.resolve("apt.log"))).contains("E: no such package");
        assertThat(Files.readAllLines(folder.resolve("asked"))).containsExactly("update");
    }

    private static void requireSentence(Chromium chromium) {
        assertThatThrownBy(chromium::require)
                .isInstanceOfSatisfying(
                        OpsException.class,
                        missing -> assertThat(missing.exitCode()).isEqualTo(ExitCode.MISSING))
                .hasMessage("no Chromium was found for the browser tests: install it (Debian, Ubuntu: apt-get install"
                        + " chromium) or set CHROMIUM_PATH.");
    }

    /** Writes down what it is asked, and does what the test says. */
    private void aptGet(String does) throws IOException {
        Files.writeString(program("apt-get"), "#!/bin/sh\necho \"$*\" >>\"${0%/*}/asked\"\n" + does + "\n");
    }

    private Chromium installing(boolean root) {
        return new Chromium(
                Map.of("PATH", folder.toString()),
                folder.resolve("apt.log"),
                new Console(new PrintStream(said, true, StandardCharsets.UTF_8)),
                root);
    }

    private String said() {
        return said.toString(StandardCharsets.UTF_8);
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
