package dev.concierge.ops.suite;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Maven's output made readable: a line per module, a line per test class, and the first errors of a build that fails. */
final class MavenOutput {

    private static final Pattern MODULE = Pattern.compile("\\[INFO] Building (Concierge \\S+) \\S+ +\\[(\\d+/\\d+)]");
    private static final Pattern RUNNING = Pattern.compile("\\[INFO] Running (\\S+)");
    private static final Pattern RESULT = Pattern.compile(
            "\\[\\w+] Tests run: (\\d+), Failures: (\\d+), Errors: (\\d+), Skipped: (\\d+), Time elapsed: (\\S+) s.* -{1,2} in (\\S+)");
    private static final Pattern ERROR = Pattern.compile("\\[ERROR] +(\\S.*)");
    private static final int MOST_ERRORS = 20;

    private boolean testing;
    private int errors;

    /** What to show for a line of Maven's; nothing for most. */
    Optional<String> show(String line) {
        Matcher module = MODULE.matcher(line);
        if (module.lookingAt()) {
            testing = false;
            return Optional.of(module.group(1) + " (" + module.group(2) + ")");
        }
        if (RUNNING.matcher(line).lookingAt()) {
            testing = true;
            return Optional.empty();
        }
        Matcher result = RESULT.matcher(line);
        if (result.lookingAt()) {
            return Optional.of(testClass(result));
        }
        return error(line);
    }

    private static String testClass(Matcher result) {
        int broken = Integer.parseInt(result.group(2)) + Integer.parseInt(result.group(3));
        String name = result.group(6).replaceAll(".*\\.", "");
        return "  %-6s %-48s %3s tests %8s s"
                .formatted(broken == 0 ? "ok" : "FAILED", name, result.group(1), result.group(5));
    }

    /** While tests run, their errors are told by the reports at the end, with less noise. */
    private Optional<String> error(String line) {
        Matcher error = ERROR.matcher(line);
        if (testing || !error.lookingAt() || errors == MOST_ERRORS) {
            return Optional.empty();
        }
        errors++;
        return Optional.of("  " + error.group(1));
    }
}
