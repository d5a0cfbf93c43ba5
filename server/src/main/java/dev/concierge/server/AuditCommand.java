package dev.concierge.server;

import dev.concierge.server.audit.Anchor;
import dev.concierge.server.audit.AuditVerifier;
import dev.concierge.server.audit.ChainReport;
import dev.concierge.server.audit.SecurityAlert;
import dev.concierge.server.audit.SecurityAlerts;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;

/** The verb {@code audit verify}: reads the whole trail and says in a line for each chain whether it is intact. It changes nothing; what is broken is raised as an alert, too. */
final class AuditCommand {
    private static final int DONE = 0;
    private static final int FAULT = 1;
    private static final int USAGE = 64;
    private static final String ANCHOR = "--anchor=";

    private final PrintStream out;
    private final PrintStream err;

    AuditCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    boolean understands(String... arguments) {
        return arguments.length > 0
                && arguments[0].equals("verify")
                && Arrays.stream(arguments).skip(1).allMatch(argument -> argument.startsWith(ANCHOR));
    }

    int run(String... arguments) {
        List<Anchor> anchors;
        try {
            anchors = Arrays.stream(arguments)
                    .skip(1)
                    .map(argument -> Anchor.parse(argument.substring(ANCHOR.length())))
                    .toList();
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage());
            return USAGE;
        }
        try (ConfigurableApplicationContext context = VerbRooms.of(Rooms.class)) {
            List<ChainReport> reports = context.getBean(AuditVerifier.class).verify(anchors);
            reports.forEach(report -> (report.intact() ? out : err).println(report));
            SecurityAlerts alerts = context.getBean(SecurityAlerts.class);
            reports.stream()
                    .filter(report -> !report.intact())
                    .forEach(report -> alerts.raise(SecurityAlert.broken(report)));
            return reports.stream().allMatch(ChainReport::intact) ? DONE : FAULT;
        } catch (RuntimeException e) {
            StartFaults.Report report = StartFaults.of(e).orElseThrow(() -> e);
            report.lines().forEach(err::println);
            return report.exitCode();
        }
    }

    @ImportAutoConfiguration(JacksonAutoConfiguration.class)
    @ComponentScan({
        "dev.concierge.server.database",
        "dev.concierge.server.encryption",
        "dev.concierge.server.outbound",
        "dev.concierge.server.keystore",
        "dev.concierge.server.audit"
    })
    static class Rooms {}
}
