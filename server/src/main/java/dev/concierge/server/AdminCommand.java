package dev.concierge.server;

import dev.concierge.server.encryption.Secret;
import dev.concierge.server.identity.AdminCreate;
import dev.concierge.server.web.Role;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.NestedExceptionUtils;

/**
 * The verbs of {@code admin}. {@code create}: the rooms it needs, without web and lanes. The password comes from the terminal or, when there is none, as the
 * first line of standard input; an argument could be read by every user of the machine.
 */
final class AdminCommand {
    private static final Set<String> OPTIONS = Set.of("--email", "--name", "--role");

    private record Wanted(String email, String name, Role role) {
        /** Empty when an option is missing or the role is none of ours. */
        static Optional<Wanted> of(Map<String, String> options) {
            @Nullable String email = options.get("--email");
            @Nullable String name = options.get("--name");
            Optional<Role> role = AdminCommand.role(options.getOrDefault("--role", "admin"));
            return email == null || name == null || role.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Wanted(email, name, role.get()));
        }
    }

    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;

    AdminCommand(InputStream in, PrintStream out, PrintStream err) {
        this.in = in;
        this.out = out;
        this.err = err;
    }

    /** @return the exit code; {@link Commands#USAGE} when the arguments are wrong, without a word */
    int run(String... arguments) {
        if (WaysBackCommand.understands(arguments)) {
            return new WaysBackCommand(out, err).run(arguments[0], arguments[1]);
        }
        if (arguments.length > 0 && arguments[0].equals("revoke-all")) {
            return new RevokeAllCommand(out, err).run(Arrays.copyOfRange(arguments, 1, arguments.length));
        }
        if (arguments.length > 0 && arguments[0].equals("stops")) {
            return new StopsCommand(out, err).run(Arrays.copyOfRange(arguments, 1, arguments.length));
        }
        Optional<Wanted> wanted = options(arguments).flatMap(Wanted::of);
        if (wanted.isEmpty()) {
            return Commands.USAGE;
        }
        try {
            Secret password = SecretInput.read(in, "Password: ");
            try (ConfigurableApplicationContext context = VerbRooms.of(VerbRooms.Accounts.class)) {
                AdminCreate create = context.getBean(AdminCreate.class);
                return tell(create.create(
                        wanted.get().email(), wanted.get().name(), wanted.get().role(), password));
            }
        } catch (IOException e) {
            err.println("No password could be read from standard input.");
            return Commands.USAGE;
        } catch (RuntimeException e) {
            err.println(NestedExceptionUtils.getMostSpecificCause(e).getMessage());
            return Commands.CONFIGURATION;
        }
    }

    private int tell(AdminCreate.Outcome outcome) {
        return switch (outcome) {
            case AdminCreate.Outcome.Created created -> {
                out.println("Created " + created.account().email() + " as "
                        + created.account().role().word() + ".");
                yield Commands.DONE;
            }
            case AdminCreate.Outcome.Raised raised -> {
                out.println(raised.account().email() + " was there as "
                        + raised.before().word() + " and is "
                        + raised.account().role().word() + " now. The password was not changed.");
                yield Commands.DONE;
            }
            case AdminCreate.Outcome.Unchanged unchanged -> {
                out.println(unchanged.account().email() + " is there already as "
                        + unchanged.account().role().word() + ". Nothing was changed, the password neither.");
                yield Commands.DONE;
            }
            case AdminCreate.Outcome.Unfit unfit -> {
                err.println(unfit.reason());
                yield Commands.FAULT;
            }
        };
    }

    /** Pairs of option and value after the word create; empty when anything else is there. */
    private static Optional<Map<String, String>> options(String... arguments) {
        if (arguments.length % 2 == 0 || !arguments[0].equals("create")) {
            return Optional.empty();
        }
        Map<String, String> options = new HashMap<>();
        for (int index = 1; index < arguments.length; index += 2) {
            if (!OPTIONS.contains(arguments[index]) || options.put(arguments[index], arguments[index + 1]) != null) {
                return Optional.empty();
            }
        }
        return Optional.of(options);
    }

    private static Optional<Role> role(String word) {
        return Arrays.stream(Role.values())
                .filter(role -> role.word().equals(word))
                .findFirst();
    }
}
