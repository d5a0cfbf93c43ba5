package dev.concierge.server.identity.own;

import dev.concierge.server.database.AccountScope;
import dev.concierge.server.database.Ids;
import dev.concierge.server.encryption.Ciphertext;
import dev.concierge.server.encryption.EncryptedColumn;
import dev.concierge.server.encryption.RowCipher;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.encryption.UnreadableException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * The file of an export in pieces of 256 KiB, each sealed to its row and its place, so that never more than one is in memory. A piece is written in a
 * transaction of its own.
 */
@Component
class ExportChunks {
    private static final int BYTES = 256 * 1024;

    /** Whose, which, and which attempt at it. */
    record Target(UUID accountId, UUID exportId, int attempt) {}

    private final ExportRepository repository;
    private final RowCipher cipher;
    private final AccountScope scope;
    private final Ids ids;

    ExportChunks(ExportRepository repository, RowCipher cipher, AccountScope scope, Ids ids) {
        this.repository = repository;
        this.cipher = cipher;
        this.scope = scope;
        this.ids = ids;
    }

    /** Takes the bytes of a file; what is left is written when it is closed. Not thread-safe. */
    final class Sink extends OutputStream {
        private final Target target;
        private final byte[] buffer = new byte[BYTES];
        private int filled;
        private int position;
        private long written;

        private Sink(Target target) {
            this.target = target;
        }

        /** How many bytes were taken. */
        long written() {
            return written;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
            int done = 0;
            while (done < length) {
                int part = Math.min(length - done, BYTES - filled);
                System.arraycopy(from, offset + done, buffer, filled, part);
                filled += part;
                done += part;
                if (filled == BYTES) {
                    store();
                }
            }
            written += length;
        }

        @Override
        public void close() throws IOException {
            if (filled > 0) {
                store();
            }
        }

        private void store() throws IOException {
            UUID id = ids.next();
            Ciphertext body = cipher.encrypt(
                    Secret.of(Arrays.copyOf(buffer, filled)),
                    EncryptedColumn.ACCOUNT_EXPORT_CHUNKS_BODY.binding(id, target.accountId(), position));
            ExportRepository.Chunk chunk = new ExportRepository.Chunk(id, position, body);
            if (!scope.<Boolean>call(
                    target.accountId(),
                    jdbc -> repository.put(jdbc, target.accountId(), target.exportId(), target.attempt(), chunk))) {
                throw new SupersededException();
            }
            position++;
            filled = 0;
        }
    }

    /** Another attempt has begun, or nobody wants the export any more. */
    static final class SupersededException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    Sink sink(Target target) {
        return new Sink(target);
    }

    /** Writes the whole file, a piece at a time. */
    void copy(UUID accountId, UUID exportId, OutputStream to) throws IOException {
        int position = 0;
        Optional<ExportRepository.Chunk> chunk = find(accountId, exportId, position);
        while (chunk.isPresent()) {
            to.write(opened(accountId, chunk.get()));
            position++;
            chunk = find(accountId, exportId, position);
        }
    }

    private Optional<ExportRepository.Chunk> find(UUID accountId, UUID exportId, int position) {
        return scope.call(accountId, jdbc -> repository.chunk(jdbc, exportId, position));
    }

    private byte[] opened(UUID accountId, ExportRepository.Chunk chunk) throws IOException {
        try {
            return cipher.decrypt(
                            chunk.body(),
                            EncryptedColumn.ACCOUNT_EXPORT_CHUNKS_BODY.binding(chunk.id(), accountId, chunk.position()))
                    .revealBytes();
        } catch (UnreadableException e) {
            throw new IOException("a piece of an export does not open", e);
        }
    }
}
