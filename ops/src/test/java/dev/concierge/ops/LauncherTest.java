package dev.concierge.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The script {@code ./concierge}, with scripts in place of JDKs and Maven. */
@Tag("end-to-end")
class LauncherTest {

    private static final int BUILD_FAILED = 70;

    @TempDir
    Path folder;

    private FakeClone clone;

    @BeforeEach
    void makeAClone() throws IOException {
        clone = new FakeClone(folder.toRealPath());
    }

    private void installEverything() throws IOException {
        FakeClone.jdk(folder.resolve("jvm/temurin-25"), "25.0.3");
        clone.maven(folder.resolve("maven"), "3.8.7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"help", "--help", "-h"})
    void help_needs_no_jdk_and_names_the_exit_codes(String word) throws Exception {
        FakeClone.Result result = clone.run(word);
        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).contains("demo", "test", "exit codes:", "64", "69", "70", "73", "78");
        assertThat(clone.builds()).isEmpty();
    }

    @Test
    void no_word_at_all_is_help() throws Exception {
        assertThat(clone.run()).isEqualTo(clone.run("help"));
    }

    @Test
    void help_of_a_verb_never_runs_the_verb() throws Exception {
        installEverything();
        assertThat(clone.run("help", "serve")).isEqualTo(clone.run("help"));
        assertThat(clone.run("db", "--help")).isEqualTo(clone.run("help"));
        assertThat(clone.builds()).isEmpty();
    }

    @Test
    void version_needs_no_build() throws Exception {
        assertThat(clone.run("version").out()).contains("Concierge 0.1.0-SNAPSHOT", "none found (25 is needed)");
        FakeClone.jdk(folder.resolve("jvm/temurin-25"), "25.0.3");
        FakeClone.Result result = clone.run("version");
        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).contains("commit    unknown", "JDK       25.0.3 (");
        assertThat(clone.builds()).isEmpty();
    }

    @Test
    void an_unknown_verb_is_wrong_usage() throws Exception {
        FakeClone.Result result = clone.run("dmeo");
        assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).isEqualTo("concierge: there is no verb 'dmeo'; ./concierge help lists them.\n");
    }

    @Test
    void without_a_jdk_one_sentence_says_what_to_install() throws Exception {
        FakeClone.jdk(folder.resolve("jvm/java-17"), "17.0.15");
        FakeClone.Result result = clone.run("serve");
        assertThat(result.exitCode()).isEqualTo(ExitCode.MISSING);
        assertThat(result.err()).hasLineCount(1).contains("no JDK 25 was found", "temurin-25-jdk", "JAVA_HOME");
    }

    @Test
    void without_maven_one_sentence_says_what_to_install() throws Exception {
        FakeClone.jdk(folder.resolve("jvm/temurin-25"), "25.0.3");
        FakeClone.Result result = clone.run("serve");
        assertThat(result.exitCode()).isEqualTo(ExitCode.MISSING);
        assertThat(result.err()).hasLineCount(1).contains("no Maven 3.8.7", "MAVEN_HOME");
    }

    @Test
    void a_maven_that_is_too_old_is_no_maven() throws Exception {
        FakeClone.jdk(folder.resolve("jvm/temurin-25"), "25.0.3");
        clone.maven(folder.resolve("maven"), "3.8.6");
        assertThat(clone.run("serve").exitCode()).isEqualTo(ExitCode.MISSING);
        clone.maven(folder.resolve("maven"), "3.10.0");
        assertThat(clone.run("serve").exitCode()).isEqualTo(7);
    }

    @Test
    void java_home_of_an_older_jdk_is_passed_over_and_no_jvm_is_started_to_look() throws Exception {
        installEverything();
        clone.with("JAVA_HOME", FakeClone.jdk(folder.resolve("old"), "17.0.15").toString());
        FakeClone.Result result = clone.run("serve");
        assertThat(result.out()).startsWith("java 25.0.3\n").doesNotContain("17.0.15");
        assertThat(clone.builds())
                .first()
                .asString()
                .startsWith(folder.toRealPath().resolve("jvm/temurin-25") + ": ");
    }

    @Test
    void java_home_goes_first_and_25_before_a_newer_one() throws Exception {
        installEverything();
        FakeClone.jdk(folder.resolve("jvm/a-26"), "26.0.1");
        assertThat(clone.run("serve").out()).startsWith("java 25.0.3\n");
        clone.with("JAVA_HOME", FakeClone.jdk(folder.resolve("mine"), "25.0.9").toString());
        assertThat(clone.run("serve").out()).startsWith("java 25.0.9\n");
    }

    @Test
    void a_runtime_without_a_compiler_is_no_jdk() throws Exception {
        installEverything();
        Path half = FakeClone.jdk(folder.resolve("half"), "25.0.9");
        Files.delete(half.resolve("bin/javac"));
        clone.with("JAVA_HOME", half.toString());
        assertThat(clone.run("serve").out()).startsWith("java 25.0.3\n");
    }

    @Test
    void words_and_exit_code_pass_through_unchanged() throws Exception {
        installEverything();
        FakeClone.Result result = clone.run("admin", "create", "--name", "Ana  María; $(echo no)", "");
        assertThat(result.exitCode()).isEqualTo(7);
        assertThat(result.out())
                .endsWith(
                        "<-jar>\n<%s/.concierge/lib/server.jar>\n<admin>\n<create>\n<--name>\n<Ana  María; $(echo no)>\n<>\n"
                                .formatted(clone.root()));
    }

    @Test
    void words_beyond_ascii_are_understood_without_a_locale_and_a_locale_that_is_set_is_kept() throws Exception {
        installEverything();
        assertThat(clone.run("serve").out()).contains("\nlocale C.UTF-8\n");
        assertThat(clone.with("LC_ALL", "de_DE.utf8").run("serve").out()).contains("\nlocale de_DE.utf8\n");
    }

    @Test
    void each_verb_goes_to_its_program() throws Exception {
        installEverything();
        assertThat(clone.run("demo", "--port", "1").out()).endsWith("/lib/ops.jar>\n<demo>\n<--port>\n<1>\n");
        assertThat(clone.run("test").out()).contains("<-Dconcierge.maven=").endsWith("/lib/ops.jar>\n<test>\n");
        assertThat(clone.run("sandbox", "--port=1").out()).endsWith("/lib/sandbox.jar>\n<--port=1>\n");
        assertThat(clone.run("prove", "stampede").out()).endsWith("/lib/bench.jar>\n<stampede>\n");
        assertThat(clone.run("audit", "verify").out()).endsWith("/lib/server.jar>\n<audit>\n<verify>\n");
        assertThat(clone.run("help", "demo").out()).endsWith("/lib/ops.jar>\n<demo>\n<--help>\n");
    }

    @Test
    void it_works_from_any_folder_and_through_links() throws Exception {
        installEverything();
        Path links = Files.createDirectories(folder.resolve("links/deep"));
        Files.createSymbolicLink(folder.resolve("links/real"), clone.root().resolve("concierge"));
        Files.createSymbolicLink(links.resolve("concierge"), Path.of("../real"));
        FakeClone.Result result = clone.runFrom(Path.of("/"), links.resolve("concierge"), "serve");
        assertThat(result.out()).contains("<" + clone.root() + "/.concierge/lib/server.jar>");
    }

    @Test
    void serve_replaces_the_launcher() throws Exception {
        installEverything();
        clone.run("serve");
        Path java = folder.resolve("jvm/temurin-25/bin/java");
        Files.writeString(java, "#!/bin/sh\necho $$\n");
        Process process = clone.start(folder, clone.root().resolve("concierge"), folder.resolve("err.txt"), "serve");
        assertThat(process.inputReader().readLine()).isEqualTo(Long.toString(process.pid()));
    }

    @Test
    void it_builds_once_and_again_only_when_a_source_is_newer() throws Exception {
        installEverything();
        assertThat(clone.run("serve").err()).contains("Building (first time", "server [4/4]");
        assertThat(clone.run("serve").err()).isEmpty();
        assertThat(clone.builds()).hasSize(1);
        assertThat(clone.builds().getFirst()).contains("-pl server -am package");

        FakeClone.touch(clone.root().resolve("sandbox/src/main/Sandbox.java"));
        assertThat(clone.run("serve").err()).isEmpty();

        FakeClone.touch(clone.root().resolve("server/src/main/Server.java"));
        assertThat(clone.run("serve").err()).contains("Building server");
        assertThat(clone.builds()).hasSize(2);
    }

    @Test
    void only_what_is_stale_is_built() throws Exception {
        installEverything();
        clone.run("serve");
        clone.run("demo");
        assertThat(clone.builds().getLast()).contains("-pl ops,sandbox -am package");
    }

    @Test
    void a_deleted_source_makes_a_build_stale_and_so_does_a_deleted_program() throws Exception {
        installEverything();
        Path source = Files.writeString(clone.root().resolve("server/src/main/Gone.java"), "x");
        clone.run("serve");
        Files.delete(source);
        clone.run("serve");
        assertThat(clone.builds()).hasSize(2);
        Files.delete(clone.root().resolve(".concierge/lib/server.jar"));
        clone.run("serve");
        assertThat(clone.builds()).hasSize(3);
    }

    @Test
    void a_failed_build_shows_its_errors_and_where_the_log_is_and_is_tried_again() throws Exception {
        installEverything();
        clone.maven(
                folder.resolve("maven"),
                "3.9.16",
                "echo '[ERROR] /src/Broken.java:[3,1] ; expected -> [Help 1]'",
                "exit 1");
        FakeClone.Result result = clone.run("serve");
        assertThat(result.exitCode()).isEqualTo(BUILD_FAILED);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .contains(
                        "[ERROR] /src/Broken.java:[3,1] ; expected\n",
                        "the whole log is " + clone.root() + "/.concierge/build/build.log");
        clone.maven(folder.resolve("maven"), "3.9.16");
        assertThat(clone.run("serve").exitCode()).isEqualTo(7);
    }

    @Test
    void two_at_once_build_once() throws Exception {
        installEverything();
        Path launcher = clone.root().resolve("concierge");
        Process first = clone.start(folder, launcher, folder.resolve("err1.txt"), "serve");
        Process second = clone.start(folder, launcher, folder.resolve("err2.txt"), "serve");
        assertThat(first.waitFor()).isEqualTo(7);
        assertThat(second.waitFor()).isEqualTo(7);
        assertThat(clone.builds()).hasSize(1);
        assertThat(Files.readString(folder.resolve("err1.txt")) + Files.readString(folder.resolve("err2.txt")))
                .contains("Another build or test run is under way here");
    }
}
