package dev.concierge.server;

import dev.concierge.server.integrations.Emergency;
import dev.concierge.server.integrations.Receipt;
import dev.concierge.server.integrations.StopProgress;
import dev.concierge.server.integrations.StopTally;
import dev.concierge.server.vault.stops.EmergencyStop;
import java.io.PrintStream;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.ConfigurableApplicationContext;

/** The verbs {@code admin stops}, which says how far the emergency stops are, and {@code admin stops pause|resume ID} for their revocations. */
final class StopsCommand {
    private final PrintStream out;
    private final PrintStream err;

    StopsCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /** @return the exit code; {@link Commands#USAGE} when the arguments are wrong, without a word */
    int run(String... arguments) {
        List<String> words = List.of(arguments);
        boolean moves = words.size() == 2 && List.of("pause", "resume").contains(words.getFirst());
        Optional<UUID> id = moves ? id(words.getLast()) : Optional.empty();
        if (!words.isEmpty() && id.isEmpty()) {
            return Commands.USAGE;
        }
        try (ConfigurableApplicationContext context = VerbRooms.all()) {
            Emergency emergency = context.getBean(Emergency.class);
            return id.isPresent() ? move(emergency, words.getFirst(), id.get()) : tell(emergency);
        } catch (RuntimeException e) {
            StartFaults.Report report = StartFaults.of(e).orElseThrow(() -> e);
            report.lines().forEach(err::println);
            return report.exitCode();
        }
    }

    private static Optional<UUID> id(String word) {
        try {
            return Optional.of(UUID.fromString(word));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private int move(Emergency emergency, String verb, UUID id) {
        boolean pauses = verb.equals("pause");
        boolean moved =
                pauses ? emergency.pause(id, RevokeAllCommand.ACTOR) : emergency.resume(id, RevokeAllCommand.ACTOR);
        if (moved) {
            out.println(pauses ? "Revoking is paused. Nothing of it can be used." : "Revoking goes on.");
            return Commands.DONE;
        }
        err.println("There is no such stop, or it is so already.");
        return Commands.FAULT;
    }

    private int tell(Emergency emergency) {
        List<EmergencyStop> stops = emergency.history();
        if (stops.isEmpty()) {
            out.println("Nothing was ever ended here in an emergency.");
        }
        stops.forEach(stop -> emergency.progress(stop.id()).ifPresent(this::tell));
        return Commands.DONE;
    }

    private void tell(StopProgress progress) {
        EmergencyStop stop = progress.stop();
        String target = stop.scope().target();
        out.println("stop " + stop.id() + ": " + stop.scope().word() + (target == null ? "" : " " + target) + ", "
                + stop.orderedAt().truncatedTo(ChronoUnit.SECONDS) + ", by " + stop.orderedBy() + ": " + stop.reason());
        out.println("  out of use: " + stop.expected().connections() + " connections of "
                + stop.expected().people() + " people");
        out.println("  told to their people: " + progress.ended()
                + (stop.pausedAt() == null ? "" : "; revoking is paused"));
        out.println("  revoked: " + progress.of(Receipt.Outcome.REVOKED) + ", waiting: "
                + progress.of(Receipt.Outcome.WAITING) + ", left open for others of the same consent: "
                + progress.of(Receipt.Outcome.KEPT_FOR_SIBLING));
        progress.tallies().stream()
                .filter(tally -> tally.outcome() == Receipt.Outcome.BY_HAND)
                .forEach(this::tell);
    }

    private void tell(StopTally tally) {
        out.println("  not confirmed: " + tally.connections() + " at " + tally.provider()
                + (tally.why() == null ? "" : ", " + tally.why().word()));
    }
}
