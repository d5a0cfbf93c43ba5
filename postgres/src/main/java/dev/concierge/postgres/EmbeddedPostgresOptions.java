package dev.concierge.postgres;

import java.nio.file.Path;

/**
 * Where an embedded PostgreSQL lives and how it runs.
 *
 * @param dataDirectory the home of one server: cluster, password, remembered port and log. Made when missing, mode 0700
 * @param binariesDirectory the cache of unpacked binaries, which any number of servers and processes may share
 * @param port the TCP port on loopback; 0 takes the remembered one, or another free one when that is taken. A fixed port that is
 *     taken fails the start
 * @param durable whether an answered commit survives a crash (fsync on). Off only where the data may be lost, as in tests
 * @param maxConnections the server's limit of connections, at least 10
 * @param stopWithJvm whether a shutdown hook stops the server when the JVM ends; a program that stops things in its own order
 *     says no and calls {@link EmbeddedPostgres#close()}
 */
public record EmbeddedPostgresOptions(
        Path dataDirectory,
        Path binariesDirectory,
        int port,
        boolean durable,
        int maxConnections,
        boolean stopWithJvm) {

    public EmbeddedPostgresOptions {
        dataDirectory = dataDirectory.toAbsolutePath().normalize();
        binariesDirectory = binariesDirectory.toAbsolutePath().normalize();
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port must be 0 to 65535, not " + port);
        }
        if (maxConnections < 10) {
            throw new IllegalArgumentException("maxConnections must be at least 10, not " + maxConnections);
        }
    }

    /** Durable, 100 connections, the remembered port, stopped with the JVM. */
    public static EmbeddedPostgresOptions durable(Path dataDirectory, Path binariesDirectory) {
        return new EmbeddedPostgresOptions(dataDirectory, binariesDirectory, 0, true, 100, true);
    }

    /** As fast as PostgreSQL goes: nothing is flushed, so a crash of the machine may lose or break the data. */
    public static EmbeddedPostgresOptions forTests(Path dataDirectory, Path binariesDirectory) {
        return new EmbeddedPostgresOptions(dataDirectory, binariesDirectory, 0, false, 200, true);
    }

    public EmbeddedPostgresOptions withPort(int other) {
        return new EmbeddedPostgresOptions(
                dataDirectory, binariesDirectory, other, durable, maxConnections, stopWithJvm);
    }

    public EmbeddedPostgresOptions withMaxConnections(int other) {
        return new EmbeddedPostgresOptions(dataDirectory, binariesDirectory, port, durable, other, stopWithJvm);
    }

    public EmbeddedPostgresOptions withStopWithJvm(boolean other) {
        return new EmbeddedPostgresOptions(dataDirectory, binariesDirectory, port, durable, maxConnections, other);
    }
}
