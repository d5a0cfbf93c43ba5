package dev.concierge.server.support;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;

/** Answers that are made to hurt whoever reads them (H-09). What is written is counted, so that a test can tell that the reader went away early. */
public final class HostileAnswers {
    private static final int MEGABYTE = 1024 * 1024;
    private static final int ENDLESS = 64 * 1024;

    private final AtomicLong written = new AtomicLong();

    /**
     * By name, each under status 200 and as JSON.
     *
     * @param start how an honest object would begin, without its closing brace: the harm comes behind it
     */
    public Map<String, FakeProvider.Script> all(String start) {
        Map<String, FakeProvider.Script> all = new LinkedHashMap<>();
        all.put("an announced giant", (_, out) -> {
            head(out, "Content-Length: 2147483648");
            new CountDownLatch(1).await();
        });
        all.put("ten megabytes", (_, out) -> {
            byte[] body = (start + ",\"x\":\"" + "x".repeat(10 * MEGABYTE) + "\"}").getBytes(StandardCharsets.US_ASCII);
            head(out, "Content-Length: " + body.length);
            for (int i = 0; i < body.length; i += ENDLESS) {
                write(out, body, i, Math.min(ENDLESS, body.length - i));
            }
        });
        all.put("an endless body", (_, out) -> {
            head(out, "Transfer-Encoding: chunked");
            byte[] chunk = ("10000\r\n" + " ".repeat(ENDLESS) + "\r\n").getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < 100_000; i++) {
                write(out, chunk, 0, chunk.length);
            }
        });
        byte[] bomb = bomb(start);
        all.put("a gzip bomb", (_, out) -> {
            head(out, "Content-Encoding: gzip", "Content-Length: " + bomb.length);
            out.write(bomb);
            out.flush();
        });
        all.put("deep nesting", json(start + ",\"x\":" + "[".repeat(20_000) + "]".repeat(20_000) + "}"));
        all.put("a number of twenty thousand digits", json(start + ",\"x\":" + "9".repeat(20_000) + "}"));
        all.put("a giant header", (_, out) -> head(out, "X-Big: " + "x".repeat(10 * MEGABYTE)));
        all.put("a thousand headers", (_, out) -> head(out, "X-A: b\r\n".repeat(1000) + "X-Z: z"));
        all.put("half an object", json(start));
        return all;
    }

    /** Bytes of bodies that the reader took or that fitted into the buffers between us. */
    public long written() {
        return written.get();
    }

    private static FakeProvider.Script json(String body) {
        return FakeProvider.json(200, body);
    }

    private void write(OutputStream out, byte[] bytes, int from, int length) throws IOException {
        out.write(bytes, from, length);
        written.addAndGet(length);
    }

    private static void head(OutputStream out, String... headers) throws IOException {
        out.write(("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n" + String.join("\r\n", headers) + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private static byte[] bomb(String start) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        byte[] blanks = " ".repeat(MEGABYTE).getBytes(StandardCharsets.US_ASCII);
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(start.getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < 64; i++) {
                gzip.write(blanks);
            }
            gzip.write('}');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }
}
