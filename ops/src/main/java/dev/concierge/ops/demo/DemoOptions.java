package dev.concierge.ops.demo;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What one may say to {@code demo}. */
final class DemoOptions {

    @Option(names = "--port", paramLabel = "N", description = "where the pages are (default: as last time, else 8080)")
    @Nullable
    Integer port;

    @Option(
            names = "--sandbox-port",
            paramLabel = "N",
            description = "where the provider sandbox is (default: as last time, else 8090)")
    @Nullable
    Integer sandboxPort;

    @Option(names = "--reset", description = "forget the data of earlier demos first")
    boolean reset;

    @Option(names = "--dry-run", description = "print what would be done, do nothing")
    boolean dryRun;
}
