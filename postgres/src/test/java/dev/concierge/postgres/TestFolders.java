package dev.concierge.postgres;

import java.nio.file.Path;

final class TestFolders {

    /** Unpacked once for all tests of the module. */
    static final Path BINARIES = Path.of("target", "pgsql").toAbsolutePath();

    private TestFolders() {}
}
