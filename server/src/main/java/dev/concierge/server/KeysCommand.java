package dev.concierge.server;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.database.SystemScope;
import dev.concierge.server.encryption.KeyRestore;
import dev.concierge.server.encryption.OuterKey;
import dev.concierge.server.encryption.OuterKeys;
import dev.concierge.server.encryption.RingChange;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.vault.keys.KeyDrill;
import dev.concierge.server.vault.keys.KeyRotation;
import dev.concierge.server.vault.keys.RotateOutcome;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;

/** The verbs {@code keys status|rotate|pause|resume|rewrap|escrow}, and by {@link SigningKeysCommand} {@code keys signing}. None of them prints or takes as an argument what is secret. */
final class KeysCommand {
    private static final String ACTOR = "operator";
    private static final String OTHERWISE = "The outer key at hand does not open the stored keys. Nothing was changed.";

    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;

    KeysCommand(InputStream in, PrintStream out, PrintStream err) {
        this.in = in;
        this.out = out;
        this.err = err;
    }

    /** One verb with its rooms there. @return the exit code */
    @FunctionalInterface
    private interface Verb {
        int run(ConfigurableApplicationContext context) throws IOException;
    }

    /** @return the exit code; {@link Commands#USAGE} when the arguments are wrong, without a word */
    int run(String... arguments) {
        if (arguments.length > 0 && arguments[0].equals("signing")) {
            return new SigningKeysCommand(out, err).run(List.of(arguments).subList(1, arguments.length));
        }
        Verb verb = verb(List.of(arguments));
        if (verb == null) {
            return Commands.USAGE;
        }
        try (ConfigurableApplicationContext context = VerbRooms.of(Rooms.class)) {
            return verb.run(context);
        } catch (IOException e) {
            err.println(e.getMessage());
            return Commands.FAULT;
        } catch (RuntimeException e) {
            StartFaults.Report report = StartFaults.of(e).orElseThrow(() -> e);
            report.lines().forEach(err::println);
            return report.exitCode();
        }
    }

    private @Nullable Verb verb(List<String> words) {
        return switch (String.join(" ", words.stream().limit(2).toList())) {
            case "status" -> context -> new KeysReport(out).status(rotation(context));
            case "rotate" -> context -> rotate(rotation(context));
            case "rotate --dry-run" -> context -> rehearse(rotation(context));
            case "pause" -> context -> said(rotation(context).pause(ACTOR), "Paused.", "No rotation runs.");
            case "resume" -> context -> said(rotation(context).resume(ACTOR), "It goes on.", "No rotation is paused.");
            case "rewrap" -> this::rewrap;
            case "escrow --out" -> words.size() == 3 ? context -> escrow(context, Path.of(words.get(2))) : null;
            case "escrow --restore" -> words.size() == 3 ? context -> restore(context, Path.of(words.get(2))) : null;
            case "escrow --verify" -> words.size() == 3 ? context -> drill(context, Path.of(words.get(2))) : null;
            default -> null;
        };
    }

    private static KeyRotation rotation(ConfigurableApplicationContext context) {
        return context.getBean(KeyRotation.class);
    }

    private int said(boolean done, String yes, String no) {
        (done ? out : err).println(done ? yes : no);
        return done ? Commands.DONE : Commands.FAULT;
    }

    private int rotate(KeyRotation rotation) {
        RotateOutcome outcome = rotation.rotate(ACTOR);
        if (outcome instanceof RotateOutcome.Started(var started)) {
            out.println("A new data key is in use. " + started.total()
                    + " ciphertexts under the old one are encrypted anew by the maintenance lane of the running servers;"
                    + " keys status says how far it is. The old key is destroyed when nothing is left under it.");
            out.println("Escrow files made before do not hold the new key: make a new one with keys escrow.");
            return Commands.DONE;
        }
        err.println(refusal(outcome));
        return Commands.FAULT;
    }

    private int rehearse(KeyRotation rotation) {
        var refused = rotation.wouldRefuse();
        if (refused.isPresent()) {
            err.println(refusal(refused.get()));
            return Commands.FAULT;
        }
        long all = rotation.counts().values().stream()
                .flatMap(byKey -> byKey.values().stream())
                .mapToLong(Long::longValue)
                .sum();
        out.println("Nothing was changed. keys rotate would:");
        out.println("  1. add a new data key and make it the primary one, in one transaction");
        out.println("  2. have the maintenance lane encrypt " + all
                + " ciphertexts anew, in batches, while everything runs");
        out.println("  3. scan every table, keep the old key for KEYS_KEEP_RETIRED, scan again, and destroy it");
        return Commands.DONE;
    }

    private static String refusal(RotateOutcome outcome) {
        return switch (outcome) {
            case RotateOutcome.Started _ -> "Nothing is refused.";
            case RotateOutcome.StillOpen(var open) ->
                "The last rotation is " + open.state().word()
                        + ", and its old key is still there. Rotate again when it is destroyed; keys status says when.";
            case RotateOutcome.NodesBehind(long nodes) ->
                nodes
                        + " running servers do not hold the present keys. Try again in a few seconds; if it stays, give them"
                        + " the new outer key (ENCRYPTION_KEY, or the settings of the key store) and restart them.";
            case RotateOutcome.Overtaken _ -> "Somebody else changed the keys at the same moment. Nothing was changed.";
            case RotateOutcome.WrappedOtherwise _ -> OTHERWISE;
            case RotateOutcome.StoreRefused(String sentence) -> sentence + " Nothing was changed.";
        };
    }

    /** What shall wrap the data keys: the key store when {@code KEY_STORE} names it, and the new key of the operator otherwise. */
    private static OuterKey target(ConfigurableApplicationContext context, boolean moving) {
        OuterKeys outers = context.getBean(OuterKeys.class);
        String newKey = context.getEnvironment().getProperty("NEW_ENCRYPTION_KEY", "");
        if (outers.store() == OuterKeys.Store.VAULT) {
            if (!newKey.isBlank()) {
                throw new IllegalArgumentException(
                        "NEW_ENCRYPTION_KEY is for KEY_STORE=environment, and KEY_STORE is vault. Give one of the two.");
            }
            return outers.configured();
        }
        if (newKey.isBlank()) {
            if (moving) {
                return outers.configured();
            }
            throw new IllegalArgumentException(
                    "The new key comes from NEW_ENCRYPTION_KEY or NEW_ENCRYPTION_KEY_FILE. Make one with keys generate.");
        }
        return outers.given("NEW_ENCRYPTION_KEY", Secret.of(newKey));
    }

    /** From a key store back, the ENCRYPTION_KEY that the servers have by then is new enough. */
    private int rewrap(ConfigurableApplicationContext context) {
        KeyRotation rotation = rotation(context);
        boolean inKeyStore = rotation.status().wrappedBy().knownVersion().isPresent();
        return rewrapped(rotation.rewrap(target(context, inKeyStore), ACTOR), OTHERWISE);
    }

    /** The day on which the outer key is lost: nothing here needs it. */
    private int restore(ConfigurableApplicationContext context, Path file) throws IOException {
        OuterKey target = target(context, false);
        KeyRestore.Restored restored = context.getBean(KeyRestore.class).prepare(read(file), passphrase(), target);
        AuditTrail audit = context.getBean(AuditTrail.class);
        RingChange change = context.getBean(SystemScope.class).call(_ -> {
            RingChange stored = restored.store();
            if (stored instanceof RingChange.Changed) {
                audit.record(AuditEvent.done(null, ACTOR, "keys.restore", null).with("by", target.name()));
            }
            return stored;
        });
        return rewrapped(change, "The file does not hold the key that encrypts now. Nothing was changed.");
    }

    private int rewrapped(RingChange change, String otherwise) {
        return switch (change) {
            case RingChange.Changed _ -> {
                out.println("The data keys are wrapped by the new key now. What to do next:");
                out.println(
                        "  1. give every server the new outer key (ENCRYPTION_KEY, or KEY_STORE with its settings) and restart it;"
                                + " running ones go on until then");
                out.println("  2. rotate no data key before keys status says that every server holds the present keys");
                out.println("  3. keep the old key as long as there are backups from before: they open with it alone");
                yield Commands.DONE;
            }
            case RingChange.Overtaken _ -> {
                err.println("Somebody else changed the keys at the same moment. Nothing was changed.");
                yield Commands.FAULT;
            }
            case RingChange.WrappedOtherwise _ -> {
                err.println(otherwise);
                yield Commands.FAULT;
            }
            case RingChange.StoreRefused(String sentence, boolean away) -> {
                err.println(sentence + " Nothing was changed.");
                yield Commands.FAULT;
            }
        };
    }

    private int escrow(ConfigurableApplicationContext context, Path file) throws IOException {
        if (Files.exists(file)) {
            err.println(file + " exists already; an escrow file is never overwritten.");
            return Commands.FAULT;
        }
        String text = context.getBean(KeyDrill.class).escrow(passphrase(), ACTOR);
        try (var channel = Files.newByteChannel(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            channel.write(StandardCharsets.US_ASCII.encode(text));
        } catch (IOException e) {
            throw new IOException(file + " could not be written.", e);
        }
        out.println("The data keys are in " + file.toAbsolutePath()
                + " (mode 0600), under the passphrase. Keep the file and the"
                + " passphrase apart, and try it with keys escrow --verify.");
        return Commands.DONE;
    }

    private int drill(ConfigurableApplicationContext context, Path file) throws IOException {
        KeyDrill.Drilled drilled = context.getBean(KeyDrill.class).drill(read(file), passphrase(), ACTOR);
        String counts =
                drilled.opened() + " of " + drilled.sampled() + " stored ciphertexts that were tried open with it.";
        if (drilled.passed()) {
            out.println("The file opens, holds the present key, and " + counts);
            return Commands.DONE;
        }
        err.println((drilled.current()
                        ? "The file opens and holds the present key, but only "
                        : "The file opens, but was made before the present key: make a new one. ")
                + counts);
        return Commands.FAULT;
    }

    private static String read(Path file) throws IOException {
        try {
            return Files.readString(file, StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new IOException(file + " cannot be read.", e);
        }
    }

    private Secret passphrase() throws IOException {
        try {
            return SecretInput.read(in, "Passphrase: ");
        } catch (IOException e) {
            throw new IOException("No passphrase could be read from standard input.", e);
        }
    }

    @ImportAutoConfiguration(JacksonAutoConfiguration.class)
    @ConfigurationPropertiesScan("dev.concierge.server.vault.keys")
    @ComponentScan({
        "dev.concierge.server.database",
        "dev.concierge.server.encryption",
        "dev.concierge.server.outbound",
        "dev.concierge.server.keystore",
        "dev.concierge.server.audit",
        "dev.concierge.server.vault.keys"
    })
    static class Rooms {}
}
