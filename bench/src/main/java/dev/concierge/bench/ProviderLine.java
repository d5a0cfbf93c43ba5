package dev.concierge.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The wire between one server and its provider's token endpoint, or its API. It can hold what goes out, or what comes back; what is held when the line is cut never
 * arrives.
 */
final class ProviderLine implements AutoCloseable {
    /** What is let through. */
    enum Mode {
        PASS,
        HOLD_REQUESTS,
        HOLD_ANSWERS
    }

    private static final Pattern REFRESH_TOKEN = Pattern.compile("(?:^|&|\\s)refresh_token=([^&\\s]+)");

    private final ServerSocket listener;
    private final String host;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final List<String> presented = new CopyOnWriteArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<Mode, Integer> held = new EnumMap<>(Mode.class);
    private Mode mode = Mode.PASS;
    private Predicate<String> holding = _ -> true;
    private boolean cut;
    private volatile long answeredAt;

    private ProviderLine(ServerSocket listener, String host, int target) {
        this.listener = listener;
        this.host = host;
        this.target = target;
        Thread.ofVirtual().name("provider line").start(this::accept);
    }

    static ProviderLine to(String host, int port) throws IOException {
        return new ProviderLine(
                new ServerSocket(0, 200, InetAddress.getByAddress(new byte[] {127, 0, 0, 1})), host, port);
    }

    String authority() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    void mode(Mode next) {
        hold(next, _ -> true);
    }

    /** As {@link #mode}, and only what belongs to a request with these words in it. */
    void hold(Mode next, String words) {
        hold(next, asked -> asked.contains(words));
    }

    /**
     * As {@link #mode}, and only what belongs to some requests.
     *
     * @param which of them, by their bytes; of a long answer only the first part is held, later ones belong to an empty request
     */
    void hold(Mode next, Predicate<String> which) {
        lock.lock();
        try {
            mode = next;
            holding = which;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** How many requests are held while requests are, how many answers while answers are. */
    int held() {
        lock.lock();
        try {
            return held.getOrDefault(mode, 0);
        } finally {
            lock.unlock();
        }
    }

    /** The refresh tokens that were handed to this line since the last call, whether they got through or not. */
    List<String> presented() {
        List<String> all = List.copyOf(presented);
        presented.clear();
        return all;
    }

    /** When the latest answer was passed on, by {@link System#nanoTime}. */
    long answeredAt() {
        return answeredAt;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Thread.ofVirtual().start(() -> connect(client));
            } catch (IOException _) {
                return;
            }
        }
    }

    private void connect(Socket client) {
        try (client;
                Socket provider = new Socket(host, target)) {
            client.setTcpNoDelay(true);
            provider.setTcpNoDelay(true);
            open.add(client);
            open.add(provider);
            AtomicReference<String> asked = new AtomicReference<>("");
            Thread back = Thread.ofVirtual().start(() -> pass(provider, client, Mode.HOLD_ANSWERS, asked));
            pass(client, provider, Mode.HOLD_REQUESTS, asked);
            back.join();
        } catch (IOException _) {
            // one side went away
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(client);
        }
    }

    /** Until one side ends; what came before {@code holding} ended waits for its end. */
    private void pass(Socket from, Socket to, Mode way, AtomicReference<String> asked) {
        byte[] chunk = new byte[65536];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                if (way == Mode.HOLD_REQUESTS) {
                    String bytes = new String(chunk, 0, read, StandardCharsets.ISO_8859_1);
                    remember(bytes);
                    asked.accumulateAndGet(bytes, String::concat);
                }
                if (!letThrough(way, asked.get())) {
                    return;
                }
                if (way == Mode.HOLD_ANSWERS) {
                    answeredAt = System.nanoTime();
                    asked.set("");
                }
                out.write(chunk, 0, read);
                out.flush();
            }
            to.shutdownOutput();
        } catch (IOException _) {
            // one side went away
        } finally {
            open.remove(from);
        }
    }

    private void remember(String bytes) {
        Matcher token = REFRESH_TOKEN.matcher(bytes);
        while (token.find()) {
            presented.add(URLDecoder.decode(token.group(1), StandardCharsets.UTF_8));
        }
    }

    /** @return false when the line was cut in the meantime */
    private boolean letThrough(Mode way, String asked) {
        lock.lock();
        try {
            boolean counted = isHeld(way, asked);
            held.merge(way, counted ? 1 : 0, Integer::sum);
            while (isHeld(way, asked) && !cut) {
                changed.awaitUninterruptibly();
            }
            held.merge(way, counted ? -1 : 0, Integer::sum);
            return !cut;
        } finally {
            lock.unlock();
        }
    }

    private boolean isHeld(Mode way, String asked) {
        return mode == way && holding.test(asked);
    }

    /** Cuts it: nothing that is held arrives. */
    @Override
    public void close() throws IOException {
        listener.close();
        lock.lock();
        try {
            cut = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        for (Socket socket : open) {
            socket.close();
        }
    }
}
