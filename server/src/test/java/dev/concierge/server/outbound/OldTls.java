package dev.concierge.server.outbound;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A server that knows no newer TLS than one version, for one connection. It is written by hand because the JDK does not speak these any more: it
 * answers a ClientHello with a ServerHello of its version (RFC 4346 section 7.4.1.3) and keeps what comes then.
 */
final class OldTls implements AutoCloseable {
    static final int SSL_3_0 = 0x0300;
    static final int TLS_1_0 = 0x0301;
    static final int TLS_1_1 = 0x0302;

    /** The content type of an alert; 23 is application data (RFC 4346 section 6.2.1). */
    static final int ALERT = 21;

    private static final int HANDSHAKE = 22;
    private static final short RSA_WITH_AES_128_CBC_SHA = 0x002f;

    private final int version;
    private final ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private final CompletableFuture<List<Integer>> records = new CompletableFuture<>();

    OldTls(int version) throws IOException {
        this.version = version;
        Thread.ofVirtual().name("old TLS").start(this::serve);
    }

    HostPort place() {
        return new HostPort("127.0.0.1", listener.getLocalPort());
    }

    /** Content types of what came after our ServerHello, when the client has gone. */
    List<Integer> records() throws Exception {
        return records.get(30, TimeUnit.SECONDS);
    }

    /** All that came, as characters of one byte. */
    String received() {
        return received.toString(StandardCharsets.ISO_8859_1);
    }

    private void serve() {
        try (Socket socket = listener.accept()) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            record(in);
            socket.getOutputStream().write(serverHello());
            socket.getOutputStream().flush();
            List<Integer> types = new ArrayList<>();
            try {
                while (true) {
                    types.add(record(in));
                }
            } catch (IOException e) {
                // the client went away, politely or not
                records.complete(types);
            }
        } catch (IOException e) {
            records.completeExceptionally(e);
        }
    }

    private int record(DataInputStream in) throws IOException {
        byte[] head = new byte[5];
        in.readFully(head);
        byte[] body = new byte[ByteBuffer.wrap(head).getShort(3) & 0xffff];
        in.readFully(body);
        received.writeBytes(head);
        received.writeBytes(body);
        return head[0];
    }

    private byte[] serverHello() {
        int body = 2 + 32 + 1 + 2 + 1;
        ByteBuffer hello = ByteBuffer.allocate(5 + 4 + body);
        hello.put((byte) HANDSHAKE).putShort((short) version).putShort((short) (4 + body));
        hello.put((byte) 2).put((byte) 0).putShort((short) body);
        hello.putShort((short) version).put(new byte[32]).put((byte) 0);
        hello.putShort(RSA_WITH_AES_128_CBC_SHA).put((byte) 0);
        return hello.array();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
