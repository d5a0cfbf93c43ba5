package dev.concierge.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** Inside the measured server: which parts are off at this moment. Part of {@link CostAgent}'s jar, and asked by the classes that it changed. */
public final class CostSwitch {
    private static final AtomicInteger FOUND = new AtomicInteger();
    private static volatile int off;

    private CostSwitch() {}

    /** Whether the part of that bit is off. */
    public static boolean isOff(int bit) {
        return (off & bit) != 0;
    }

    static void found() {
        FOUND.incrementAndGet();
    }

    /** Takes the sum of the bits that are to be off, and answers with the number of methods that were found. */
    static void listen(int port) throws IOException {
        ServerSocket listener = new ServerSocket(port, 5, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().name("cost switch").daemon().start(() -> serve(listener));
    }

    private static void serve(ServerSocket listener) {
        while (true) {
            try (Socket socket = listener.accept()) {
                var lines =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
                off = Integer.parseInt(lines.readLine());
                socket.getOutputStream().write((FOUND.get() + "\n").getBytes(StandardCharsets.US_ASCII));
            } catch (IOException _) {
                // whoever asked went away
            }
        }
    }
}
