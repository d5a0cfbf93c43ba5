package dev.concierge.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Inside the measured server: how long each page took to be stored. Part of {@link IngestAgent}'s jar, and told by the classes that it changed. */
public final class IngestClock {
    private static final AtomicInteger FOUND = new AtomicInteger();
    private static final Queue<String> PAGES = new ConcurrentLinkedQueue<>();
    private static final ThreadLocal<Running> RUNNING = ThreadLocal.withInitial(Running::new);

    /** The page that a thread is storing. */
    static final class Running {
        private long began;
        private long sortBegan;
        private long sorted;
        private int items;
    }

    private IngestClock() {}

    /** A page comes to be stored. */
    public static void began() {
        RUNNING.get().began = System.nanoTime();
    }

    /** Its items are turned into rows. */
    public static void sorting(List<?> items) {
        Running running = RUNNING.get();
        running.items = items.size();
        running.sortBegan = System.nanoTime();
    }

    /** They are rows. */
    public static void sorted() {
        Running running = RUNNING.get();
        running.sorted = System.nanoTime() - running.sortBegan;
    }

    /** The page is committed. */
    public static void stored() {
        Running running = RUNNING.get();
        PAGES.add(running.items + " " + (System.nanoTime() - running.began) + " " + running.sorted);
    }

    static void found() {
        FOUND.incrementAndGet();
    }

    /** Tells whoever connects how many methods are watched, then each page since the last time: items, nanoseconds in all, nanoseconds of them for rows. */
    static void listen(int port) throws IOException {
        ServerSocket listener = new ServerSocket(port, 5, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().name("ingest clock").daemon().start(() -> serve(listener));
    }

    private static void serve(ServerSocket listener) {
        while (true) {
            try (Socket socket = listener.accept()) {
                StringBuilder all = new StringBuilder().append(FOUND.get()).append('\n');
                for (String page = PAGES.poll(); page != null; page = PAGES.poll()) {
                    all.append(page).append('\n');
                }
                socket.getOutputStream().write(all.toString().getBytes(StandardCharsets.US_ASCII));
            } catch (IOException _) {
                // whoever asked went away
            }
        }
    }
}
