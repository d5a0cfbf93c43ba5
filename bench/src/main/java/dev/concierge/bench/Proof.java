package dev.concierge.bench;

import java.io.PrintStream;
import java.nio.file.Path;

/**
 * A program that starts a whole installation, measures something and writes its own page.
 *
 * @param name the word after {@code prove}
 * @param what one line for the list
 */
record Proof(String name, String what, Run run) {
    /** Runs the proof and writes its page. */
    @FunctionalInterface
    interface Run {
        /** @param scale the word after {@code --scale=}, {@code full} without one */
        Outcome prove(Path root, String scale, PrintStream out) throws Exception;
    }

    /** @param page where it was written */
    record Outcome(boolean passed, Path page) {}
}
