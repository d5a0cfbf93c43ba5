package dev.concierge.sandbox;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The program's arguments. */
final class Arguments {
    static final String HELP = """
            Usage: java -jar sandbox-exec.jar [--port=N] [--host=127.0.0.1] [--catalog-dir=DIR] [--data=FILE]

            A sandbox that behaves like the real OAuth providers, quirks and failures included.

              --port=N            port to listen on; 0, the default, picks a free one
              --host=ADDRESS      address to listen on, 127.0.0.1 unless said otherwise
              --catalog-dir=DIR   writes one catalog file for each provider there
              --data=FILE         keeps what must survive a restart in that file; in memory only without it
              --help              this text

            SANDBOX_CONTROL_TOKEN in the environment is the token of the control API; without it a random one is printed.

            Exit codes: 64 wrong arguments, 69 the port is taken, 74 a file cannot be used, 143 ended by SIGTERM.
            """;

    private Arguments() {}

    /**
     * Reads the arguments; empty when help is wanted.
     *
     * @throws IllegalArgumentException with a sentence for the person who typed them
     */
    static Optional<SandboxOptions> parse(String[] arguments, @Nullable String controlToken) {
        var options = SandboxOptions.defaults();
        if (controlToken != null && !controlToken.isBlank()) {
            options = options.withControlToken(controlToken);
        }
        for (var argument : arguments) {
            if (argument.equals("--help") || argument.equals("-h")) {
                return Optional.empty();
            }
            options = with(options, argument);
        }
        return Optional.of(options);
    }

    private static SandboxOptions with(SandboxOptions options, String argument) {
        int equals = argument.indexOf('=');
        var value = argument.substring(equals + 1);
        if (equals < 0 || value.isEmpty()) {
            throw new IllegalArgumentException("Not understood: " + argument + ".");
        }
        return switch (argument.substring(0, equals)) {
            case "--port" -> options.withPort(port(value));
            case "--host" -> options.withHost(value);
            case "--catalog-dir" -> options.withCatalogDirectory(Path.of(value));
            case "--data" -> options.withDataFile(Path.of(value));
            default -> throw new IllegalArgumentException("Not understood: " + argument + ".");
        };
    }

    private static int port(String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException _) {
            throw new IllegalArgumentException("--port wants a number.");
        }
    }
}
