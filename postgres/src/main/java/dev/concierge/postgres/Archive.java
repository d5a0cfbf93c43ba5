package dev.concierge.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** Unpacks a {@code .txz}: folders, files, symbolic links; readable by everybody, writable by the owner. */
final class Archive {

    private static final int EXECUTABLE = 0b001_000_000;

    private Archive() {}

    /** Refuses an entry that would leave the folder. */
    static void unpack(InputStream packed, Path folder) throws IOException {
        Files.createDirectories(folder);
        try (TarArchiveInputStream entries = new TarArchiveInputStream(new XZInputStream(packed))) {
            for (TarArchiveEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                Path target = inside(folder, folder.resolve(entry.getName()));
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(target.getParent());
                    write(entries, entry, folder, target);
                }
            }
        }
    }

    private static void write(TarArchiveInputStream content, TarArchiveEntry entry, Path folder, Path target)
            throws IOException {
        if (entry.isSymbolicLink()) {
            inside(folder, target.resolveSibling(entry.getLinkName()));
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(content, target);
        boolean executable = (entry.getMode() & EXECUTABLE) != 0;
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    }

    private static Path inside(Path folder, Path target) throws IOException {
        Path normal = target.normalize();
        if (!normal.startsWith(folder)) {
            throw new IOException("the archive holds " + target + ", which is outside of " + folder);
        }
        return normal;
    }
}
