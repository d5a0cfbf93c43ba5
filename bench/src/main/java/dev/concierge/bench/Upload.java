package dev.concierge.bench;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/**
 * Sends a file over HTTP/1.1 and reads the answer while it is being sent, as curl does. The server answers row by row: of a client that reads only once it has
 * sent everything it would wait for room to answer, and the client for room to send.
 */
final class Upload {
    /** Takes one line of the answer. */
    @FunctionalInterface
    interface Lines {
        void take(String line) throws IOException;
    }

    private final int port;
    private final String token;

    Upload(int port, String token) {
        this.port = port;
        this.token = token;
    }

    /** @throws IOException also for an answer other than 200 */
    void send(String path, String type, Path file, Lines lines) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor()) {
            OutputStream out = socket.getOutputStream();
            Future<?> sent = thread.submit(() -> {
                String head = "POST " + path + " HTTP/1.1\r\nHost: localhost:" + port + "\r\nAuthorization: Bearer "
                        + token + "\r\nContent-Type: " + type + "\r\nContent-Length: " + Files.size(file)
                        + "\r\nConnection: close\r\n\r\n";
                out.write(head.getBytes(StandardCharsets.US_ASCII));
                Files.copy(file, out);
                out.flush();
                return null;
            });
            read(new BufferedInputStream(socket.getInputStream(), 1 << 16), lines);
            sent.get();
        }
    }

    private static void read(InputStream in, Lines lines) throws IOException {
        String status = line(in);
        boolean chunked = false;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            String lower = header.toLowerCase(Locale.ROOT);
            chunked |= lower.startsWith("transfer-encoding:") && lower.contains("chunked");
        }
        BufferedReader answer = new BufferedReader(
                new InputStreamReader(chunked ? new Chunks(in) : in, StandardCharsets.UTF_8), 1 << 16);
        if (!status.contains(" 200")) {
            throw new IOException(status + ": " + answer.lines().collect(Collectors.joining("\n")));
        }
        for (String line = answer.readLine(); line != null; line = answer.readLine()) {
            lines.take(line);
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder(64);
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("the server closed the connection");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    /** A body in chunks (RFC 9112 section 7.1). */
    private static final class Chunks extends InputStream {
        private final InputStream in;
        private int left;
        private boolean begun;
        private boolean over;

        Chunks(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 255;
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            if (left == 0 && !over) {
                next();
            }
            if (over) {
                return -1;
            }
            int got = in.read(to, offset, Math.min(length, left));
            if (got < 0) {
                throw new IOException("the answer ended in the middle");
            }
            left -= got;
            return got;
        }

        private void next() throws IOException {
            if (begun) {
                line(in);
            }
            begun = true;
            left = Integer.parseInt(line(in), 16);
            over = left == 0;
        }
    }
}
