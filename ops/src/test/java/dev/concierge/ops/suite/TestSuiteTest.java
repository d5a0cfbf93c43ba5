package dev.concierge.ops.suite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.ops.ExitCode;
import dev.concierge.ops.Main;
import dev.concierge.ops.process.Programs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verb as a process, with a script in place of Maven. */
@Tag("flow")
class TestSuiteTest {

    private record Result(int exitCode, List<String> lines) {}

    @TempDir
    Path root;

    @BeforeEach
    void makeAClone() throws IOException {
        Files.createDirectories(root.resolve(".concierge"));
        Files.createDirectories(root.resolve("server/target/surefire-reports"));
        executable(root.resolve("chromium"), "exit 1");
    }

    @Test
    void the_last_line_is_the_sum_alone() throws Exception {
        Result result = run("""
                [ -n "$CHROMIUM_PATH" ] && [ "$PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD" = 1 ] || exit 9
                echo '<testsuite><testcase name="a" classname="x.A"/><testcase name="b" classname="x.A"/></testsuite>' >server/target/surefire-reports/TEST-x.A.xml
                """);
        assertThat(result.exitCode()).isZero();
        assertThat(result.lines()).last().isEqualTo("2 passed, 0 failed");
    }

    @Test
    void before_the_last_line_stands_what_was_counted_in_this_run() throws Exception {
        Path tally = Files.createDirectories(root.resolve("server/target/tally"));
        Files.writeString(tally.resolve("run-old.properties"), "tag.flow=100");
        Result result = run("""
                echo '<testsuite><testcase name="a" classname="x.A"/><testcase name="b" classname="x.A"/></testsuite>' >server/target/surefire-reports/TEST-x.A.xml
                printf 'tag.flow=1\nprovider.github=1\n' >server/target/tally/run-1.properties
                """);
        assertThat(result.lines())
                .endsWith(
                        "Tests by tag, and those that name a provider:",
                        "  flow             1      github           1",
                        "  token            0",
                        "  isolation        0",
                        "  security         0",
                        "  performance      0",
                        "  end-to-end       0",
                        "  no tag           1",
                        "",
                        "2 passed, 0 failed");
    }

    @Test
    void a_failed_test_is_named_and_fails_the_verb_though_maven_was_told_to_go_on() throws Exception {
        Result result = run("""
                echo '<testsuite><testcase name="a" classname="x.A"><failure message="no"/></testcase></testsuite>' >server/target/surefire-reports/TEST-x.A.xml
                """);
        assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(result.lines()).containsSubsequence("Failed:", "  A.a: no", "0 passed, 1 failed");
        assertThat(result.lines()).last().isEqualTo("0 passed, 1 failed");
    }

    @Test
    void a_build_that_fails_keeps_mavens_exit_code_and_says_why() throws Exception {
        Result result = run("""
                echo '[INFO] Building Concierge server 0.1.0-SNAPSHOT    [5/7]'
                echo '[ERROR] /src/Broken.java:[3,1] ; expected'
                exit 3
                """);
        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.lines())
                .contains("Concierge server (5/7)", "  /src/Broken.java:[3,1] ; expected")
                .anyMatch(line -> line.startsWith("The build failed (Maven ended with 3)"));
        assertThat(result.lines()).last().isEqualTo("0 passed, 0 failed");
        assertThat(Files.readString(root.resolve(".concierge/test.log"))).contains("Broken.java");
    }

    @Test
    void a_run_that_tested_nothing_is_no_success() throws Exception {
        Files.writeString(
                root.resolve("server/target/surefire-reports/TEST-Old.xml"),
                "<testsuite><testcase name='a' classname='Old'/></testsuite>");
        Result result = run("exit 0");
        assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(result.lines()).last().isEqualTo("0 passed, 0 failed");
    }

    private Result run(String maven) throws IOException, InterruptedException {
        executable(root.resolve("mvn"), maven);
        List<String> command = new ArrayList<>(Programs.java(Main.class, "test"));
        command.add(1, "-Dconcierge.root=" + root);
        command.add(1, "-Dconcierge.maven=" + root.resolve("mvn"));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("CHROMIUM_PATH", root.resolve("chromium").toString());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), output.lines().toList());
    }

    private static void executable(Path file, String body) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + body);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
