package dev.concierge.server;

import java.io.PrintStream;

/**
 * The server's jar as a program. {@code serve} runs the server; the other verbs run one command of a room and end.
 *
 * <p>Exit codes follow sysexits.h: 0 done, 1 the command found a fault, 64 wrong usage, 69 something it needs is missing, 78 wrong configuration.
 */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        PrintStream out = System.out;
        int code = new Commands(out, System.err).run(arguments);
        if (code != Commands.KEEPS_RUNNING) {
            System.exit(code);
        }
    }
}
