package dev.concierge.server.imports;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;

/** One JSON line for each line of the file. It repeats nothing of the file: only numbers, names of fields, sentences of ours, and ids made here. */
final class ImportReport implements Closeable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final BufferedWriter out;

    private ImportReport(BufferedWriter out) {
        this.out = out;
    }

    /** Begins anew: a run tells about every line, also about those of earlier runs. */
    static ImportReport to(Path file) throws IOException {
        Files.deleteIfExists(file);
        return new ImportReport(new BufferedWriter(new OutputStreamWriter(
                java.nio.channels.Channels.newOutputStream(Files.newByteChannel(
                        file,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))),
                StandardCharsets.UTF_8)));
    }

    void write(long line, RowOutcome outcome) throws IOException {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("line", line);
        switch (outcome) {
            case RowOutcome.Imported(var account, boolean newAccount, int grants) -> {
                fields.put("outcome", "imported");
                fields.put("account", account);
                fields.put("newAccount", newAccount);
                fields.put("newGrants", grants);
            }
            case RowOutcome.Same(var account) -> {
                fields.put("outcome", "same");
                fields.put("account", account);
            }
            case RowOutcome.Refused(String field, String reason) -> {
                fields.put("outcome", "refused");
                fields.put("field", field);
                fields.put("reason", reason);
            }
        }
        out.write(JSON.writeValueAsString(fields));
        out.newLine();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
