package dev.concierge.server;

import dev.concierge.server.identity.SigningKeyTurns;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;

/** The verbs {@code keys signing status|rotate|revoke}, for the keys that access tokens are signed with. */
final class SigningKeysCommand {
    private static final String ACTOR = "operator";

    private final PrintStream out;
    private final PrintStream err;

    SigningKeysCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /** @return the exit code; {@link Commands#USAGE} when the arguments are wrong, without a word */
    int run(List<String> words) {
        ToIntFunction<SigningKeyTurns> verb = verb(words);
        if (verb == null) {
            return Commands.USAGE;
        }
        try (ConfigurableApplicationContext context = VerbRooms.of(VerbRooms.Accounts.class)) {
            return verb.applyAsInt(context.getBean(SigningKeyTurns.class));
        } catch (RuntimeException e) {
            StartFaults.Report report = StartFaults.of(e).orElseThrow(() -> e);
            report.lines().forEach(err::println);
            return report.exitCode();
        }
    }

    private @Nullable ToIntFunction<SigningKeyTurns> verb(List<String> words) {
        return switch (String.join(" ", words)) {
            case "status" -> this::status;
            case "rotate" -> turns -> said(turns.turn(ACTOR), "Tokens under the key before stay good until they end.");
            case "rotate --dry-run" -> this::rehearse;
            case "revoke --dry-run" -> this::rehearseRevoke;
            case "revoke" ->
                turns -> said(turns.revoke(ACTOR), "Every access token ended; refresh tokens give new ones.");
            default -> null;
        };
    }

    private int status(SigningKeyTurns turns) {
        List<SigningKeyTurns.Shown> keys = turns.list();
        keys.forEach(key -> out.println(key.id() + "  " + key.state() + "  made " + key.madeAt()
                + key.currentAt().map(at -> ", signs since " + at).orElse("")
                + key.goneAt().map(at -> ", deleted after " + at).orElse("")));
        if (keys.isEmpty()) {
            out.println("There is no signing key yet; the first sign-in of a program makes one.");
        }
        return Commands.DONE;
    }

    private int rehearse(SigningKeyTurns turns) {
        return turns.wouldRefuse().<Integer>map(this::tooYoung).orElseGet(() -> {
            out.println("Nothing was changed. keys signing rotate would:");
            out.println(
                    "  1. retire the current key: it signs no more, its private part is destroyed, tokens under it stay good");
            out.println("  2. have the next key sign, which has been published for long enough");
            out.println("  3. make and publish the key after it");
            return Commands.DONE;
        });
    }

    private int rehearseRevoke(SigningKeyTurns turns) {
        long gone =
                turns.list().stream().filter(key -> !key.state().equals("next")).count();
        out.println("Nothing was changed. keys signing revoke would:");
        out.println("  1. delete " + gone + " keys; every access token under them ends within a second");
        out.println("  2. have the next key sign, however long it has been published, and make the key after it");
        return Commands.DONE;
    }

    private int tooYoung(Instant ready) {
        err.println("The next key is not published for long enough: others may keep the key set without it until "
                + ready + ". Rotate again then, or keys signing revoke when the current key is known to others.");
        return Commands.FAULT;
    }

    private int said(SigningKeyTurns.Outcome outcome, String rest) {
        return switch (outcome) {
            case SigningKeyTurns.Outcome.Turned _, SigningKeyTurns.Outcome.Kept _ -> {
                out.println("The next key signs from now on. " + rest);
                yield Commands.DONE;
            }
            case SigningKeyTurns.Outcome.TooYoung(var ready) -> tooYoung(ready);
        };
    }
}
