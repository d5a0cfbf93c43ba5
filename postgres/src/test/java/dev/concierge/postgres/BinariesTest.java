package dev.concierge.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

@Tag("flow")
class BinariesTest {

    @TempDir
    Path folder;

    @Test
    void two_programs_that_unpack_at_once_both_get_a_whole_postgresql() throws Exception {
        Path binaries = folder.resolve("pgsql");
        try (OwnerProgram first = OwnerProgram.start(folder.resolve("one"), binaries);
                OwnerProgram second = OwnerProgram.start(folder.resolve("two"), binaries)) {
            assertThat(first.port()).isPositive();
            assertThat(second.port()).isPositive();
            try (Stream<Path> entries = Files.list(binaries)) {
                assertThat(entries.map(entry -> entry.getFileName().toString()))
                        .hasSize(2)
                        .contains(".lock")
                        .noneMatch(name -> name.endsWith(".unfinished"));
            }
            first.terminate();
            second.terminate();
        }
    }

    @Test
    void what_was_half_unpacked_is_unpacked_again() throws IOException {
        Binaries found = Binaries.unpackedIn(TestFolders.BINARIES);
        Path cache = folder.resolve("pgsql");
        Path half = cache.resolve(found.directory().getFileName() + ".unfinished");
        Files.createDirectories(half.resolve("bin"));
        Files.writeString(half.resolve("bin/postgres"), "half");

        Binaries binaries = Binaries.unpackedIn(cache);

        assertThat(half).doesNotExist();
        assertThat(Stream.of(binaries.initdb(), binaries.pgCtl(), binaries.postgres()))
                .allMatch(Files::isExecutable);
        assertThat(binaries.majorVersion()).isEqualTo("18");
    }

    @Test
    void an_entry_that_leaves_the_folder_is_refused() throws IOException {
        byte[] archive = archiveWith("../outside");
        assertThatThrownBy(() -> Archive.unpack(new ByteArrayInputStream(archive), folder.resolve("inside")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("outside of");
        assertThat(folder.resolve("outside")).doesNotExist();
    }

    private static byte[] archiveWith(String name) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new XZOutputStream(bytes, new LZMA2Options(0)))) {
            tar.putArchiveEntry(new TarArchiveEntry(name));
            tar.closeArchiveEntry();
        }
        return bytes.toByteArray();
    }
}
