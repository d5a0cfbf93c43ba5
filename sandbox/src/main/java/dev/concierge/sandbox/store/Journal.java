package dev.concierge.sandbox.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The data file: a header line, then one line per transaction, each a JSON array of {@code {table, key, value}} (no value:
 * removed). A line counts once its line end is there, so a transaction cut short by a kill is dropped whole; it was never
 * answered. When the file has grown well past what it holds, it is written anew beside itself and moved into place.
 *
 * <p>Not safe for several threads: the store's lock guards it. Between processes {@code FILE.lock} does.
 */
final class Journal implements AutoCloseable {
    private static final byte[] HEADER = "{\"sandbox\":1}\n".getBytes(UTF_8);
    private static final long COMPACTION_FLOOR_BYTES = 8L << 20;

    /** The file holds tokens. */
    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path file;
    private final FileChannel lock;
    private FileChannel channel;
    private long size;
    private long compactedSize;
    private Map<String, Map<String, JsonNode>> saved = new LinkedHashMap<>();

    record Row(String table, String key, @Nullable JsonNode value) {}

    private Journal(Path file, FileChannel lock, FileChannel channel) {
        this.file = file;
        this.lock = lock;
        this.channel = channel;
    }

    static Journal open(Path file) {
        try {
            var parent = file.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            var lock = lock(file);
            try {
                var journal = new Journal(file, lock, FileChannel.open(file, Set.of(CREATE, WRITE), OWNER_ONLY));
                journal.read();
                return journal;
            } catch (IOException | StoreException failure) {
                lock.close();
                throw failure;
            }
        } catch (IOException failure) {
            throw new StoreException("The data file " + file + " cannot be opened: " + failure.getMessage(), failure);
        }
    }

    /** What the file held at its opening, by table and key; can be taken once. */
    Map<String, Map<String, JsonNode>> takeSaved() {
        var taken = saved;
        saved = new LinkedHashMap<>();
        return taken;
    }

    /** Adds one transaction. After a failure the file is cut back, so that the next line does not join half a line. */
    void append(byte[] transaction) {
        var line = Arrays.copyOf(transaction, transaction.length + 1);
        line[transaction.length] = '\n';
        try {
            write(line);
        } catch (IOException failure) {
            cutBack(failure);
            throw new StoreException("The data file " + file + " cannot be written: " + failure.getMessage(), failure);
        }
        size += line.length;
    }

    boolean wantsCompaction() {
        return size > Math.max(COMPACTION_FLOOR_BYTES, 4 * compactedSize);
    }

    /** Replaces the file by one with only these transactions. A failure leaves the old file in use: it holds the same. */
    void compact(Stream<byte[]> transactions) {
        var beside = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.deleteIfExists(beside);
            try (var made = FileChannel.open(beside, Set.of(CREATE, WRITE), OWNER_ONLY);
                    var out = new BufferedOutputStream(Channels.newOutputStream(made))) {
                out.write(HEADER);
                for (Iterator<byte[]> each = transactions.iterator(); each.hasNext(); ) {
                    out.write(each.next());
                    out.write('\n');
                }
            }
            var next = FileChannel.open(beside, WRITE, APPEND);
            next.force(true);
            Files.move(beside, file, ATOMIC_MOVE);
            channel.close();
            channel = next;
            size = channel.size();
        } catch (IOException failure) {
            System.err.println("The data file " + file + " could not be compacted: " + failure.getMessage());
        }
        compactedSize = size;
    }

    @Override
    public void close() {
        if (!channel.isOpen()) {
            return;
        }
        try {
            channel.force(true);
            channel.close();
            lock.close();
        } catch (IOException failure) {
            throw new StoreException("The data file " + file + " cannot be closed: " + failure.getMessage(), failure);
        }
    }

    private static FileChannel lock(Path file) throws IOException {
        var beside = file.resolveSibling(file.getFileName() + ".lock");
        var channel = FileChannel.open(beside, CREATE, WRITE, TRUNCATE_EXISTING);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException inThisProcess) {
            // the same answer as for another process, below
        }
        channel.close();
        throw new StoreException("The data file " + file + " is in use by another sandbox.");
    }

    private void read() throws IOException {
        var bytes = Files.readAllBytes(file);
        if (bytes.length == 0) {
            write(HEADER);
            size = HEADER.length;
        } else {
            replay(bytes);
        }
        compactedSize = size;
    }

    private void replay(byte[] bytes) throws IOException {
        var json = JsonMapper.builder().build();
        if (!Arrays.equals(HEADER, Arrays.copyOf(bytes, HEADER.length))) {
            throw new StoreException("The file " + file + " is not a data file of the sandbox; it was left as it is.");
        }
        int start = HEADER.length;
        for (int i = start; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                apply(json, bytes, start, i - start);
                start = i + 1;
            }
        }
        channel.truncate(start);
        channel.position(start);
        size = start;
    }

    private void apply(JsonMapper json, byte[] bytes, int from, int length) {
        try {
            for (Row row : json.readValue(bytes, from, length, Row[].class)) {
                var rows = saved.computeIfAbsent(row.table(), _ -> new LinkedHashMap<>());
                var value = row.value();
                if (value == null || value.isNull()) {
                    rows.remove(row.key());
                } else {
                    rows.put(row.key(), value);
                }
            }
        } catch (JacksonException damaged) {
            throw new StoreException("The data file " + file + " is damaged near byte " + from + ".", damaged);
        }
    }

    private void write(byte[] bytes) throws IOException {
        var buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    private void cutBack(IOException failure) {
        try {
            channel.truncate(size);
            channel.position(size);
        } catch (IOException second) {
            failure.addSuppressed(second);
        }
    }
}
