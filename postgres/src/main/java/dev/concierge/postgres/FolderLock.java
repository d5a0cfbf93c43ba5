package dev.concierge.postgres;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One owner of a folder at a time, over all processes. The kernel releases the lock when its process ends, however it ends.
 *
 * <p>Locks of POSIX belong to the process and go away when <em>any</em> descriptor of the file is closed, so this JVM remembers
 * what it holds and never opens such a file twice.
 */
final class FolderLock implements AutoCloseable {

    private static final Set<Path> HELD = new HashSet<>();

    private final Path file;
    private final FileChannel channel;

    private FolderLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Takes the lock or fails at once, naming the process that has it. */
    static FolderLock take(Path file) {
        synchronized (HELD) {
            if (!HELD.add(file)) {
                throw new EmbeddedPostgresException("The folder " + file.getParent() + " is in use by this program");
            }
        }
        FileChannel channel = null;
        try {
            channel = open(file);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw new EmbeddedPostgresException(
                        "The folder " + file.getParent() + " is in use by process " + ownerIn(channel));
            }
            writeOwner(channel);
            return new FolderLock(file, channel);
        } catch (IOException e) {
            release(file, channel);
            throw new EmbeddedPostgresException("The lock " + file + " cannot be taken: " + e, e);
        } catch (RuntimeException e) {
            release(file, channel);
            throw e;
        }
    }

    @Override
    public void close() {
        release(file, channel);
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private static void writeOwner(FileChannel channel) throws IOException {
        channel.truncate(0);
        channel.write(
                ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)), 0);
    }

    private static String ownerIn(FileChannel channel) throws IOException {
        ByteBuffer owner = ByteBuffer.allocate(32);
        channel.read(owner, 0);
        return StandardCharsets.US_ASCII.decode(owner.flip()).toString();
    }

    private static void release(Path file, @Nullable FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            throw new EmbeddedPostgresException("The lock " + file + " cannot be released: " + e, e);
        } finally {
            synchronized (HELD) {
                HELD.remove(file);
            }
        }
    }
}
