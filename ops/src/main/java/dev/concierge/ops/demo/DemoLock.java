package dev.concierge.ops.demo;

import dev.concierge.ops.ExitCode;
import dev.concierge.ops.OpsException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** One demo per clone. The kernel gives the lock back when its holder ends, however it ends. */
record DemoLock(FileChannel channel) implements AutoCloseable {

    static DemoLock take(Path file) {
        try {
            Files.createDirectories(file.getParent());
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (channel.tryLock() == null) {
                String holder = holderIn(channel);
                channel.close();
                throw new OpsException(
                        ExitCode.FAILED,
                        "A demo of this folder runs already (process " + holder + "); stop it with Ctrl-C first.");
            }
            channel.truncate(0);
            channel.write(StandardCharsets.US_ASCII.encode(
                    Long.toString(ProcessHandle.current().pid())));
            return new DemoLock(channel);
        } catch (IOException e) {
            throw new OpsException(ExitCode.UNWRITABLE, file + " cannot be written: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static String holderIn(FileChannel channel) throws IOException {
        ByteBuffer holder = ByteBuffer.allocate(32);
        channel.read(holder, 0);
        return StandardCharsets.US_ASCII.decode(holder.flip()).toString();
    }
}
