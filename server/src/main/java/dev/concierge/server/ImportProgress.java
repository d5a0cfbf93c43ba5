package dev.concierge.server;

import dev.concierge.server.imports.FileImport;
import dev.concierge.server.imports.ImportSummary;
import java.io.Console;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Says how far an import is: a line that changes on a terminal, a line every ten seconds otherwise. */
final class ImportProgress implements FileImport.Progress {
    private static final long EVERY_ON_A_TERMINAL = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long EVERY = TimeUnit.SECONDS.toNanos(10);
    private static final int WIDTH = 30;

    private final PrintStream out;
    private final boolean terminal =
            Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    private final long began = System.nanoTime();
    private long told = began;

    ImportProgress(PrintStream out) {
        this.out = out;
    }

    @Override
    public void at(ImportSummary soFar, double share) {
        long now = System.nanoTime();
        if (now - told < (terminal ? EVERY_ON_A_TERMINAL : EVERY)) {
            return;
        }
        told = now;
        String counts = String.format(
                Locale.ROOT,
                "%3.0f %%  %,d lines: %,d imported, %,d in already, %,d refused (%,.0f a second)",
                100 * share,
                soFar.lines(),
                soFar.imported(),
                soFar.same(),
                soFar.refused(),
                soFar.lines() / ((now - began) / 1e9));
        if (terminal) {
            int full = (int) (WIDTH * share);
            out.print("\r[" + "#".repeat(full) + " ".repeat(WIDTH - full) + "] " + counts);
            out.flush();
        } else {
            out.println(counts);
        }
    }

    /** The next word begins a line. */
    void end() {
        if (terminal) {
            out.println();
        }
    }
}
