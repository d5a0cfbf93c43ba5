package dev.concierge.ops.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;

/** Which ports of this machine can be had. */
public final class Ports {

    private static final int HIGHEST = 65_535;
    private static final int CONNECT_MILLIS = 200;

    private Ports() {}

    /**
     * The wanted port, or the next higher one that is free and not among those given away already.
     *
     * @throws IllegalStateException when every higher port is taken
     */
    public static int freeFrom(int wanted, Set<Integer> givenAway) {
        for (int port = wanted; port <= HIGHEST; port++) {
            if (!givenAway.contains(port) && isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("No port from " + wanted + " on is free");
    }

    /** Whether a server could listen on it and a browser that asks for {@code localhost} would reach that server. */
    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
        } catch (IOException _) {
            return false;
        }
        return !answersOnIpv6(port);
    }

    private static boolean answersOnIpv6(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral("::1"), port), CONNECT_MILLIS);
            return true;
        } catch (IOException _) {
            return false;
        }
    }
}
