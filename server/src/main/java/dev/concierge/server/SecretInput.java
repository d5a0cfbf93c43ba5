package dev.concierge.server;

import dev.concierge.server.encryption.Secret;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A secret from the terminal or, when there is none, the first line of standard input; an argument could be read by every user of the machine. */
final class SecretInput {
    private SecretInput() {}

    /** @throws IOException when nothing could be read */
    static Secret read(InputStream in, String prompt) throws IOException {
        Optional<Console> terminal = Optional.ofNullable(System.console()).filter(Console::isTerminal);
        if (terminal.isPresent()) {
            char @Nullable [] typed = terminal.get().readPassword(prompt);
            return Secret.of(typed == null ? "" : new String(typed));
        }
        String line = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).readLine();
        if (line == null) {
            throw new IOException("standard input is empty");
        }
        return Secret.of(line);
    }
}
