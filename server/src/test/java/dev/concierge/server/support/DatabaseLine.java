package dev.concierge.server.support;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The wire between servers and their PostgreSQL, for a test that breaks it: {@code POSTGRES_PORT} is {@link #port()}. It reads the protocol
 * (PostgreSQL documentation, chapter "Frontend/Backend Protocol") just enough to know who speaks and what was committed.
 */
public final class DatabaseLine implements AutoCloseable {
    private static final int SSL_REQUEST = 80877103;
    private static final int GSS_REQUEST = 80877104;
    private static final byte[] COMMITTED = "COMMIT\0".getBytes(StandardCharsets.US_ASCII);

    /** A commit that is to be lost: the first that the server reports to a session of the role. */
    private record Loss(String role, boolean cutAfterwards, CountDownLatch done) {}

    private final ServerSocket listener;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicReference<@Nullable Loss> loss = new AtomicReference<>();
    private volatile boolean cut;
    private volatile boolean deaf;

    private DatabaseLine(ServerSocket listener, int target) {
        this.listener = listener;
        this.target = target;
        Thread.ofVirtual().name("database line").start(this::accept);
    }

    /** @param target the port of PostgreSQL on loopback */
    public static DatabaseLine to(int target) {
        try {
            return new DatabaseLine(new ServerSocket(0, 200, InetAddress.getLoopbackAddress()), target);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** Breaks every connection and lets no new one through until {@link #mend}. */
    public void cut() {
        cut = true;
        open.forEach(DatabaseLine::close);
    }

    public void mend() {
        cut = false;
    }

    /** How many connections came while it was cut. */
    public int refused() {
        return refused.get();
    }

    /** From now on nobody hears of changes; each node still hears its own heartbeat, and so trusts what it has. */
    public void muffle() {
        deaf = true;
    }

    public void unmuffle() {
        deaf = false;
    }

    /**
     * The next commit of a session of that role is made, but the connection breaks in place of the answer.
     *
     * @param cutAfterwards whether no new connection gets through then
     * @return opens when that has happened
     */
    public CountDownLatch loseNextCommit(String role, boolean cutAfterwards) {
        Loss next = new Loss(role, cutAfterwards, new CountDownLatch(1));
        loss.set(next);
        return next.done();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                if (cut) {
                    refused.incrementAndGet();
                    client.close();
                } else {
                    Thread.ofVirtual().start(() -> connect(client));
                }
            } catch (IOException e) {
                return;
            }
        }
    }

    private void connect(Socket client) {
        try (client;
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            open.add(client);
            open.add(server);
            DataInputStream from = new DataInputStream(new BufferedInputStream(client.getInputStream()));
            String role = startUp(from, client, server);
            Thread back = Thread.ofVirtual().start(() -> back(role, client, server));
            byte[] chunk = new byte[8192];
            for (int read = from.read(chunk); read >= 0; read = from.read(chunk)) {
                server.getOutputStream().write(chunk, 0, read);
            }
            server.shutdownOutput();
            back.join();
        } catch (IOException e) {
            // cut, or one side went away
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(client);
        }
    }

    /** Passes the start-up message on and answers whose session it is. */
    private static String startUp(DataInputStream from, Socket client, Socket server) throws IOException {
        while (true) {
            int length = from.readInt();
            byte[] body = from.readNBytes(length - 4);
            int code = new DataInputStream(new java.io.ByteArrayInputStream(body)).readInt();
            if (code == SSL_REQUEST || code == GSS_REQUEST) {
                client.getOutputStream().write('N');
                continue;
            }
            ByteArrayOutputStream message = new ByteArrayOutputStream();
            new DataOutputStream(message).writeInt(length);
            message.write(body);
            server.getOutputStream().write(message.toByteArray());
            String[] words = new String(body, 4, body.length - 4, StandardCharsets.UTF_8).split("\0", -1);
            for (int i = 0; i + 1 < words.length; i += 2) {
                if (words[i].equals("user")) {
                    return words[i + 1];
                }
            }
            return "";
        }
    }

    private void back(String role, Socket client, Socket server) {
        try (client;
                server) {
            DataInputStream from = new DataInputStream(new BufferedInputStream(server.getInputStream()));
            DataOutputStream to = new DataOutputStream(new BufferedOutputStream(client.getOutputStream()));
            for (int type = from.read(); type >= 0; type = from.read()) {
                int length = from.readInt();
                byte[] body = from.readNBytes(length - 4);
                if (type == 'C' && java.util.Arrays.equals(body, COMMITTED) && loses(role)) {
                    return;
                }
                if (!(type == 'A' && deaf && !isBeat(body))) {
                    to.write(type);
                    to.writeInt(length);
                    to.write(body);
                }
                if (from.available() == 0) {
                    to.flush();
                }
            }
        } catch (IOException e) {
            // cut, or one side went away
        } finally {
            open.remove(server);
        }
    }

    private boolean loses(String role) {
        Loss armed = loss.get();
        if (armed == null || !armed.role().equals(role) || !loss.compareAndSet(armed, null)) {
            return false;
        }
        if (armed.cutAfterwards()) {
            cut();
        }
        armed.done().countDown();
        return true;
    }

    private static boolean isBeat(byte[] notification) {
        return new String(notification, StandardCharsets.UTF_8).contains("beat:");
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        cut();
    }
}
