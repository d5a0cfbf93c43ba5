package dev.concierge.server.identity.own;

import dev.concierge.server.identity.OwnFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Writes the ZIP of somebody's data: a JSON array for each file of the rooms, and a manifest that counts them, last. */
@Component
class ExportZip {
    private static final String MANIFEST = "manifest.json";
    private static final byte[] COMMA = ",\n".getBytes(StandardCharsets.US_ASCII);

    /** What is in the archive. */
    record Manifest(UUID accountId, Instant madeAt, List<Counted> files) {}

    /** A file and how many entries its array has. */
    record Counted(String name, long entries) {}

    private final ObjectProvider<OwnFile> files;
    private final JsonMapper json;
    private final Clock clock;

    ExportZip(ObjectProvider<OwnFile> files, JsonMapper json, Clock clock) {
        this.files = files;
        this.json = json;
        this.clock = clock;
    }

    void write(UUID accountId, OutputStream to) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(to, StandardCharsets.UTF_8);
        List<Counted> counted = new ArrayList<>();
        for (OwnFile file :
                files.stream().sorted(Comparator.comparing(OwnFile::name)).toList()) {
            zip.putNextEntry(new ZipEntry(file.name()));
            counted.add(new Counted(file.name(), array(accountId, file, zip)));
            zip.closeEntry();
        }
        zip.putNextEntry(new ZipEntry(MANIFEST));
        zip.write(json.writeValueAsBytes(new Manifest(accountId, clock.instant(), counted)));
        zip.closeEntry();
        zip.finish();
    }

    private long array(UUID accountId, OwnFile file, OutputStream to) throws IOException {
        long[] entries = {0};
        to.write('[');
        file.write(accountId, entry -> {
            if (entries[0]++ > 0) {
                to.write(COMMA);
            }
            to.write(json.writeValueAsBytes(entry));
        });
        to.write(']');
        return entries[0];
    }
}
