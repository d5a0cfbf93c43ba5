package dev.concierge.ops.demo;

import dev.concierge.ops.Console;
import dev.concierge.ops.process.Ports;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Properties;
import java.util.Set;

/**
 * Where the demo listens. The ports of the last run come first, so that bookmarks and redirect URIs keep working.
 *
 * @param pages the server's pages and API
 * @param sandbox the provider sandbox
 * @param management the server's health and metrics
 */
record DemoPorts(int pages, int sandbox, int management) {

    private static final DemoPorts USUAL = new DemoPorts(8080, 8090, 9080);

    /** A wanted port that is taken is said, and the next free one used. */
    static DemoPorts choose(DemoPorts last, DemoOptions wanted, Console console) {
        Set<Integer> givenAway = new HashSet<>();
        return new DemoPorts(
                pick("pages", wanted.port == null ? last.pages() : wanted.port, givenAway, console),
                pick("sandbox", wanted.sandboxPort == null ? last.sandbox() : wanted.sandboxPort, givenAway, console),
                pick("management", last.management(), givenAway, console));
    }

    void remember(Path file) throws IOException {
        Files.writeString(file, "pages=%d%nsandbox=%d%nmanagement=%d%n".formatted(pages, sandbox, management));
    }

    private static int pick(String what, int wanted, Set<Integer> givenAway, Console console) {
        int port = Ports.freeFrom(wanted, givenAway);
        if (port != wanted) {
            console.say("Port %d (%s) is taken by another program; using %d.".formatted(wanted, what, port));
        }
        givenAway.add(port);
        return port;
    }

    /** Those of the last run; the usual ones before the first. */
    static DemoPorts read(Path file) throws IOException {
        Properties properties = new Properties();
        if (Files.exists(file)) {
            properties.load(new StringReader(Files.readString(file)));
        }
        return new DemoPorts(
                number(properties, "pages", USUAL.pages()),
                number(properties, "sandbox", USUAL.sandbox()),
                number(properties, "management", USUAL.management()));
    }

    private static int number(Properties properties, String name, int otherwise) {
        try {
            return Integer.parseInt(properties.getProperty(name, Integer.toString(otherwise)));
        } catch (NumberFormatException _) {
            return otherwise;
        }
    }
}
