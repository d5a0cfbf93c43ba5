package dev.concierge.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Callers that each hold one connection and ask again as soon as they are answered (a closed loop over HTTP/1.1). A caller is a socket and a
 * thread and does as little as it can, because it shares the machine with what it measures.
 */
final class Load {
    /**
     * What a round gave.
     *
     * @param rate answers a second
     */
    record Measured(long answers, long failures, double rate, double p50Millis, double p99Millis) {}

    private final int port;
    private final byte[] request;

    Load(int port, String authority, String path, String key) {
        this.port = port;
        this.request = ("GET " + path + " HTTP/1.1\r\nHost: " + authority + "\r\nAuthorization: Bearer " + key
                        + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    Measured run(int callers, Duration duration) throws Exception {
        long end = System.nanoTime() + duration.toNanos();
        try (ExecutorService threads = Executors.newFixedThreadPool(callers)) {
            List<Future<Caller>> running = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                Caller caller = new Caller();
                running.add(threads.submit(() -> caller.until(end)));
            }
            List<Caller> done = new ArrayList<>();
            for (Future<Caller> caller : running) {
                done.add(caller.get());
            }
            return measured(done, duration);
        }
    }

    private static Measured measured(List<Caller> callers, Duration duration) {
        long[] nanos = callers.stream()
                .flatMapToLong(caller -> Arrays.stream(caller.nanos, 0, caller.count))
                .sorted()
                .toArray();
        long failures = callers.stream().mapToLong(caller -> caller.failures).sum();
        double seconds = duration.toMillis() / 1000.0;
        return new Measured(
                nanos.length, failures, nanos.length / seconds, quantile(nanos, 0.50), quantile(nanos, 0.99));
    }

    private static double quantile(long[] sorted, double share) {
        return sorted.length == 0
                ? Double.NaN
                : sorted[(int) Math.min(sorted.length - 1L, (long) (share * sorted.length))] / 1e6;
    }

    private final class Caller {
        private long[] nanos = new long[1 << 16];
        private int count;
        private long failures;
        private boolean closing;

        private Caller until(long end) throws IOException {
            while (System.nanoTime() < end) {
                try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                    socket.setTcpNoDelay(true);
                    ask(new BufferedInputStream(socket.getInputStream(), 8192), socket.getOutputStream(), end);
                }
            }
            return this;
        }

        /** Until the time is up or the server wants another connection (RFC 9112 section 9.6). */
        private void ask(InputStream in, OutputStream out, long end) throws IOException {
            closing = false;
            while (!closing && System.nanoTime() < end) {
                long begin = System.nanoTime();
                out.write(request);
                boolean good = answered(in);
                note(System.nanoTime() - begin, good);
            }
        }

        private void note(long nanosTaken, boolean good) {
            if (!good) {
                failures++;
                return;
            }
            if (count == nanos.length) {
                nanos = Arrays.copyOf(nanos, nanos.length * 2);
            }
            nanos[count++] = nanosTaken;
        }

        private boolean answered(InputStream in) throws IOException {
            String status = line(in);
            long length = 0;
            boolean chunked = false;
            for (String header = line(in); !header.isEmpty(); header = line(in)) {
                String lower = header.toLowerCase(Locale.ROOT);
                if (lower.startsWith("content-length:")) {
                    length = Long.parseLong(header.substring(15).strip());
                } else if (lower.startsWith("transfer-encoding:") && lower.contains("chunked")) {
                    chunked = true;
                } else if (lower.startsWith("connection:") && lower.contains("close")) {
                    closing = true;
                }
            }
            if (chunked) {
                skipChunks(in);
            } else {
                in.skipNBytes(length);
            }
            return status.contains(" 200");
        }

        private void skipChunks(InputStream in) throws IOException {
            for (int size = chunk(in); size > 0; size = chunk(in)) {
                in.skipNBytes(size + 2L);
            }
            in.skipNBytes(2);
        }

        private int chunk(InputStream in) throws IOException {
            return Integer.parseInt(line(in), 16);
        }

        private String line(InputStream in) throws IOException {
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
    }
}
