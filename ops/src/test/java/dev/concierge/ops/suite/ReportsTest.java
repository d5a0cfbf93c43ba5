package dev.concierge.ops.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("flow")
class ReportsTest {

    @TempDir
    Path root;

    @Test
    void every_module_is_summed_and_every_failure_named() throws IOException {
        report("server", "surefire-reports", "A", """
                <testsuite name="x.A" tests="4" errors="1" skipped="1" failures="1">
                  <testcase name="holds" classname="x.A" time="0.1"><system-out>&lt;failure/&gt;</system-out></testcase>
                  <testcase name="breaks" classname="x.A"><failure message="expected 1&#10;but was 2" type="E">trace</failure></testcase>
                  <testcase name="throws" classname="x.A"><error type="java.io.IOException">trace</error></testcase>
                  <testcase name="waits" classname="x.A"><skipped message="later"/></testcase>
                </testsuite>""");
        report("ops", "failsafe-reports", "B", """
                <testsuite name="x.B" tests="1"><testcase name="holds" classname="x.B"/></testsuite>""");

        Reports reports = Reports.read(root);

        assertThat(reports.passed()).isEqualTo(2);
        assertThat(reports.failed()).isEqualTo(2);
        assertThat(reports.skipped()).isEqualTo(1);
        assertThat(reports.failures()).containsExactly("A.breaks: expected 1", "A.throws: java.io.IOException");
    }

    @Test
    void reports_of_earlier_runs_are_not_counted() throws IOException {
        report("server", "surefire-reports", "Gone", "<testsuite><testcase name='a' classname='Gone'/></testsuite>");
        Reports.clear(root);
        assertThat(Reports.read(root).tests()).isZero();
    }

    @Test
    void a_report_that_was_cut_off_is_an_error_and_not_a_zero() throws IOException {
        report("server", "surefire-reports", "Cut", "<testsuite><testcase name='a' classname='Cut'>");
        assertThatThrownBy(() -> Reports.read(root))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("TEST-Cut.xml");
    }

    private void report(String module, String folder, String name, String xml) throws IOException {
        Path reports =
                Files.createDirectories(root.resolve(module).resolve("target").resolve(folder));
        Files.writeString(reports.resolve("TEST-" + name + ".xml"), xml);
    }
}
