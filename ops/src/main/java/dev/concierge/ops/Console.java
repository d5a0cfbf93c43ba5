package dev.concierge.ops;

import java.io.PrintStream;

/**
 * Where a verb speaks. Lines of threads that work at the same time do not mix.
 *
 * @param out what was asked for
 */
public record Console(PrintStream out) {

    public void say(String line) {
        synchronized (out) {
            out.println(line);
            out.flush();
        }
    }
}
