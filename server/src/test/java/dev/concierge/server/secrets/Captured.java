package dev.concierge.server.secrets;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Everything that this process writes to its standard output and error, which is where a server's log goes. */
final class Captured implements AutoCloseable {
    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();

    Captured() {
        PrintStream copy = new PrintStream(new Both(), true, StandardCharsets.UTF_8);
        System.setOut(copy);
        System.setErr(copy);
    }

    String text() {
        return text.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        System.setOut(out);
        System.setErr(err);
    }

    private final class Both extends OutputStream {
        @Override
        public void write(int one) {
            text.write(one);
        }

        @Override
        public void write(byte[] many, int from, int length) {
            text.write(many, from, length);
        }
    }
}
