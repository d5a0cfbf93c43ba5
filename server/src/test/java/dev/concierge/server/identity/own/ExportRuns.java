package dev.concierge.server.identity.own;

import dev.concierge.server.database.AccountScope;
import dev.concierge.server.identity.Visitor;
import dev.concierge.server.support.TestServer;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.ClientAddress;
import dev.concierge.server.web.Role;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** Runs of the job that makes exports, stopped where a test wants. */
public final class ExportRuns {
    private static final int PIECE = 256 * 1024;

    private final TestServer server;

    public ExportRuns(TestServer server) {
        this.server = server;
    }

    /** Asks as the page does once something fresh was proved. */
    public void ask(UUID account, String email) {
        server.bean(Exports.class)
                .ask(
                        new Caller.Person(account, Role.GUEST, "Ada", email, UUID.randomUUID()),
                        new Visitor(new ClientAddress(InetAddress.getLoopbackAddress()), ""));
    }

    /** Writes some pieces, and never comes back. */
    public void dieAfter(UUID account, UUID export, int pieces) throws IOException {
        int attempt = attempt(account, export);
        sink(account, export, attempt).write(new byte[pieces * PIECE + 10], 0, pieces * PIECE + 10);
    }

    /** As if the first run had only been slow. */
    public void goOnWithTheFirst(UUID account, UUID export) throws IOException {
        sink(account, export, 1).write(new byte[PIECE], 0, PIECE);
    }

    /** Stores bytes as the file of a new export, and reads them again. */
    public InputStream thereAndBack(UUID account, byte[] bytes) throws IOException {
        UUID export = UUID.randomUUID();
        Instant now = Instant.now();
        ExportRepository repository = server.bean(ExportRepository.class);
        AccountScope scope = server.bean(AccountScope.class);
        scope.run(account, jdbc -> repository.ask(jdbc, export, account, now, now.plus(Duration.ofHours(1))));
        int attempt = attempt(account, export);
        try (ExportChunks.Sink sink = sink(account, export, attempt)) {
            for (int at = 0; at < bytes.length; at += 1_000) {
                sink.write(bytes, at, Math.min(1_000, bytes.length - at));
            }
        }
        scope.run(
                account,
                jdbc -> repository.finish(jdbc, export, attempt, bytes.length, now, now.plus(Duration.ofHours(1))));
        ByteArrayOutputStream back = new ByteArrayOutputStream();
        server.bean(ExportChunks.class).copy(account, export, back);
        return new ByteArrayInputStream(back.toByteArray());
    }

    private int attempt(UUID account, UUID export) {
        return server.bean(AccountScope.class)
                .call(account, jdbc -> server.bean(ExportRepository.class).attempt(jdbc, export))
                .orElseThrow();
    }

    private ExportChunks.Sink sink(UUID account, UUID export, int attempt) {
        return server.bean(ExportChunks.class).sink(new ExportChunks.Target(account, export, attempt));
    }
}
