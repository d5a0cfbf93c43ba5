package dev.concierge.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The main process of a server and its port, as lines 1 and 4 of {@code postmaster.pid} tell.
 *
 * <p>The file outlives a killed server and a reboot, so its number may by now be another program's.
 */
record Postmaster(ServerProcess process, int port) {

    private static final int PID_LINE = 0;
    private static final int PORT_LINE = 3;

    /** The running server of this data folder, if there is one. */
    static Optional<Postmaster> runningIn(Path data) {
        return read(data)
                .filter(server -> server.process().isAlive() && server.process().worksIn(data));
    }

    private static Optional<Postmaster> read(Path data) {
        try {
            List<String> lines = Files.readAllLines(data.resolve("postmaster.pid"));
            if (lines.size() <= PORT_LINE) {
                return Optional.empty();
            }
            long pid = Long.parseLong(lines.get(PID_LINE).strip());
            int port = Integer.parseInt(lines.get(PORT_LINE).strip());
            return Optional.of(new Postmaster(new ServerProcess(pid), port));
        } catch (NoSuchFileException | NumberFormatException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw new EmbeddedPostgresException("postmaster.pid in " + data + " cannot be read: " + e, e);
        }
    }
}
