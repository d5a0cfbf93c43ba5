package dev.concierge.sandbox;

import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * How a sandbox starts.
 *
 * @param host the address to listen on; also in the sandbox's own addresses, where {@code 0.0.0.0} becomes 127.0.0.1
 * @param port 0 picks a free one
 * @param catalogDirectory where to write a catalog file for each provider; null: nowhere
 * @param dataFile what survives a restart is kept here; null: in memory only
 * @param controlToken what {@code /_control} asks for; null: a random one
 * @param clock the machine's clock, on which the sandbox's own runs
 */
public record SandboxOptions(
        String host,
        int port,
        @Nullable Path catalogDirectory,
        @Nullable Path dataFile,
        @Nullable String controlToken,
        Clock clock) {

    public SandboxOptions {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("A port is a number from 0 to 65535.");
        }
        if (controlToken != null && controlToken.isBlank()) {
            throw new IllegalArgumentException("The control token must not be empty.");
        }
    }

    /** 127.0.0.1, a free port, in memory, no catalog files. */
    public static SandboxOptions defaults() {
        return new SandboxOptions("127.0.0.1", 0, null, null, null, Clock.systemUTC());
    }

    public SandboxOptions withHost(String other) {
        return new SandboxOptions(other, port, catalogDirectory, dataFile, controlToken, clock);
    }

    public SandboxOptions withPort(int other) {
        return new SandboxOptions(host, other, catalogDirectory, dataFile, controlToken, clock);
    }

    public SandboxOptions withCatalogDirectory(Path other) {
        return new SandboxOptions(host, port, other, dataFile, controlToken, clock);
    }

    public SandboxOptions withDataFile(Path other) {
        return new SandboxOptions(host, port, catalogDirectory, other, controlToken, clock);
    }

    public SandboxOptions withControlToken(String other) {
        return new SandboxOptions(host, port, catalogDirectory, dataFile, other, clock);
    }

    public SandboxOptions withClock(Clock other) {
        return new SandboxOptions(host, port, catalogDirectory, dataFile, controlToken, other);
    }

    @Override
    public String toString() {
        return "SandboxOptions[" + host + ":" + port + "]";
    }
}
