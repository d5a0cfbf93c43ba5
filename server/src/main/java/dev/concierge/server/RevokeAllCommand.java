package dev.concierge.server;

import dev.concierge.server.identity.Account;
import dev.concierge.server.identity.AccountFinder;
import dev.concierge.server.integrations.Emergency;
import dev.concierge.server.vault.stops.EmergencyStop;
import dev.concierge.server.vault.stops.EmergencyStops;
import dev.concierge.server.vault.stops.Extent;
import dev.concierge.server.vault.stops.StopOutcome;
import dev.concierge.server.vault.stops.StopScope;
import java.io.PrintStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The verb {@code admin revoke-all}: the emergency action after a breach, on the machine, for when the pages are away or not to be trusted. It writes the
 * order; running servers obey it at once, and their maintenance lane does the rest.
 */
final class RevokeAllCommand {
    static final String ACTOR = "operator";

    /** People connect while the order is written; it is for whatever there is. */
    private static final int TRIES = 5;

    private final PrintStream out;
    private final PrintStream err;

    RevokeAllCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /** @param value what follows the word of the scope; null for everything */
    private record Wanted(String kind, @Nullable String value, String reason, boolean rehearse) {
        /** Empty unless there is exactly one scope, and a reason. */
        static Optional<Wanted> of(String... arguments) {
            @Nullable String kind = null;
            @Nullable String value = null;
            @Nullable String reason = null;
            boolean rehearse = false;
            for (int index = 0; index < arguments.length; index++) {
                String word = arguments[index];
                boolean more = index + 1 < arguments.length;
                if (word.equals("--dry-run") && !rehearse) {
                    rehearse = true;
                } else if (word.equals("--everything") && kind == null) {
                    kind = "everything";
                } else if (word.equals("--reason") && reason == null && more) {
                    reason = arguments[++index];
                } else if (word.matches("--(provider|registration|account)") && kind == null && more) {
                    kind = word.substring(2);
                    value = arguments[++index];
                } else {
                    return Optional.empty();
                }
            }
            return kind == null || reason == null
                    ? Optional.empty()
                    : Optional.of(new Wanted(kind, value, reason.strip(), rehearse));
        }
    }

    /** @return the exit code; {@link Commands#USAGE} when the arguments are wrong, without a word */
    int run(String... arguments) {
        Optional<Wanted> wanted = Wanted.of(arguments);
        if (wanted.isEmpty()) {
            return Commands.USAGE;
        }
        Optional<String> fault = EmergencyStops.fault(wanted.get().reason());
        if (fault.isPresent()) {
            err.println("The reason cannot be taken. " + fault.get());
            return Commands.FAULT;
        }
        try (ConfigurableApplicationContext context = VerbRooms.all()) {
            return run(context, wanted.get());
        } catch (RuntimeException e) {
            StartFaults.Report report = StartFaults.of(e).orElseThrow(() -> e);
            report.lines().forEach(err::println);
            return report.exitCode();
        }
    }

    private int run(ConfigurableApplicationContext context, Wanted wanted) {
        Optional<StopScope> scope = scope(context, wanted);
        if (scope.isEmpty()) {
            err.println("There is no such account. Nothing was ended.");
            return Commands.FAULT;
        }
        Emergency emergency = context.getBean(Emergency.class);
        Extent extent = emergency.extent(scope.get());
        if (wanted.rehearse()) {
            out.println("Nothing was ended. admin revoke-all would end " + words(extent) + ".");
            return Commands.DONE;
        }
        for (int number = 0; number < TRIES; number++) {
            switch (emergency.order(scope.get(), wanted.reason(), ACTOR, extent.connections())) {
                case StopOutcome.Ordered(EmergencyStop stop) -> {
                    return told(stop);
                }
                case StopOutcome.NothingThere() -> {
                    err.println("Nothing is connected there. Nothing was ended.");
                    return Commands.FAULT;
                }
                case StopOutcome.OtherCount(Extent now) -> extent = now;
            }
        }
        err.println("More is being connected there all the time. Nothing was ended; run it again.");
        return Commands.FAULT;
    }

    private static Optional<StopScope> scope(ConfigurableApplicationContext context, Wanted wanted) {
        String value = wanted.value();
        if (!wanted.kind().equals("account") || value == null) {
            return Optional.of(StopScope.of(wanted.kind(), value));
        }
        Optional<StopScope> byEmail = context.getBean(AccountFinder.class)
                .byEmail(value)
                .map(Account::id)
                .map(StopScope.OfAccount::new);
        return byEmail.or(() -> byId(value));
    }

    private static Optional<StopScope> byId(String value) {
        try {
            return Optional.of(StopScope.of("account", value));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private int told(EmergencyStop stop) {
        out.println(
                "Ended: " + words(stop.expected())
                        + ". No server hands out, renews or uses a token of them any more. It cannot be undone; people connect again.");
        out.println(
                "Stop " + stop.id()
                        + ": the maintenance lane of the running servers revokes the tokens at the providers, for three days if it must; admin stops and /admin/emergency say how far it is.");
        return Commands.DONE;
    }

    private static String words(Extent extent) {
        return extent.connections() + (extent.connections() == 1 ? " connection" : " connections") + " of "
                + extent.people() + (extent.people() == 1 ? " person" : " people");
    }
}
