package dev.concierge.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

/** Which port the server takes: the fixed one, else the one of the last run, else one that is free. */
final class Ports {

    private Ports() {}

    /**
     * Chooses; a fixed port that is taken fails.
     *
     * @param fixed the only acceptable port, or 0
     */
    static int choose(int fixed, Path rememberedIn) {
        if (fixed != 0) {
            if (!isFree(fixed)) {
                throw new EmbeddedPostgresException("Port " + fixed + " is taken by another program");
            }
            return fixed;
        }
        int remembered = remembered(rememberedIn);
        return remembered != 0 && isFree(remembered) ? remembered : anyFree();
    }

    static void remember(int port, Path file) {
        try {
            Files.writeString(file, Integer.toString(port));
        } catch (IOException e) {
            throw new EmbeddedPostgresException("The port cannot be remembered in " + file + ": " + e, e);
        }
    }

    static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private static int anyFree() {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new EmbeddedPostgresException("No port is free on the loopback address: " + e, e);
        }
    }

    /** 0 when nothing usable is remembered. */
    private static int remembered(Path file) {
        try {
            return Files.exists(file) ? Integer.parseInt(Files.readString(file).strip()) : 0;
        } catch (IOException | NumberFormatException _) {
            return 0;
        }
    }
}
