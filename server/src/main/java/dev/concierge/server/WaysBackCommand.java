package dev.concierge.server;

import dev.concierge.server.identity.Account;
import dev.concierge.server.identity.WaysBack;
import java.io.PrintStream;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The verbs {@code admin reset-factors EMAIL} and {@code admin unlock EMAIL}. They tell people by mail, so they need every room; none of them runs a lane
 * or listens here, and a server that runs sends the mails.
 */
final class WaysBackCommand {
    private static final String RESET = "reset-factors";
    private static final String UNLOCK = "unlock";

    private final PrintStream out;
    private final PrintStream err;

    WaysBackCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    static boolean understands(String... arguments) {
        return arguments.length == 2
                && (arguments[0].equals(RESET) || arguments[0].equals(UNLOCK))
                && !arguments[1].startsWith("-");
    }

    /** @return the exit code */
    int run(String verb, String email) {
        try (ConfigurableApplicationContext context = VerbRooms.all()) {
            WaysBack back = context.getBean(WaysBack.class);
            return verb.equals(RESET)
                    ? tell(back.resetFactors(email), "has no second factor any more and is signed out everywhere")
                    : tell(back.unlock(email), "can try to sign in again");
        } catch (RuntimeException e) {
            StartFaults.Report report = StartFaults.of(e).orElseThrow(() -> e);
            report.lines().forEach(err::println);
            return report.exitCode();
        }
    }

    private int tell(WaysBack.Outcome outcome, String done) {
        return switch (outcome) {
            case WaysBack.Outcome.Done(Account account) -> {
                out.println(account.email() + " " + done + ". The account and all administrators are told.");
                yield Commands.DONE;
            }
            case WaysBack.Outcome.Nothing(Account account) -> {
                out.println(account.email() + " has no second factor. Nothing was changed.");
                yield Commands.DONE;
            }
            case WaysBack.Outcome.Nobody _ -> {
                err.println("No account has that address.");
                yield Commands.FAULT;
            }
        };
    }
}
