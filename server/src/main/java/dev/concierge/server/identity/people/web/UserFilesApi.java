package dev.concierge.server.identity.people.web;

import dev.concierge.server.identity.Visitors;
import dev.concierge.server.identity.people.FileFormat;
import dev.concierge.server.identity.people.ImportSummary;
import dev.concierge.server.identity.people.PeopleDesk;
import dev.concierge.server.identity.people.PeopleExport;
import dev.concierge.server.identity.people.PeopleImport;
import dev.concierge.server.identity.people.RowReport;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.FreshProof;
import dev.concierge.server.web.Permission;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code /api/v1/users/import} and {@code export}, for a signed-in administrator. The body of an import is the file itself, up to 64 MiB, and is
 * read whole before anything is answered: a client that sends all of it before it reads would otherwise wait for us, and we for it. The answer is one line of
 * JSON for each row while it is done ({@code application/x-ndjson}), and one for the whole at the end.
 */
@RestController
@RequestMapping({"/api/v1/users", "/api/users"})
class UserFilesApi {
    private static final String LINES = "application/x-ndjson";

    /**
     * @param format csv or json; absent means json
     * @param password needed when the last proof is more than ten minutes old
     */
    record ExportWanted(@Nullable String format, @Nullable String password) {
        @Override
        public String toString() {
            return "ExportWanted[" + format + "]";
        }
    }

    /** One line of the answer. */
    private record Line(
            long line,
            @Nullable String email,
            String outcome,
            @Nullable String reason) {}

    private final PeopleDesk desk;
    private final PeopleImport imports;
    private final PeopleExport exports;
    private final FreshProof stepUp;
    private final Visitors visitors;
    private final JsonMapper json;

    UserFilesApi(
            PeopleDesk desk,
            PeopleImport imports,
            PeopleExport exports,
            FreshProof stepUp,
            Visitors visitors,
            JsonMapper json) {
        this.desk = desk;
        this.imports = imports;
        this.exports = exports;
        this.stepUp = stepUp;
        this.visitors = visitors;
        this.json = json;
    }

    /** A dry run unless the caller says otherwise: it reports what would be done, and does nothing. */
    @PostMapping("/import")
    void importPeople(
            Caller.Person person,
            @RequestParam(defaultValue = "true") boolean dryRun,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        desk.admit(person, Permission.MOVE_PEOPLE);
        FileFormat format = format(request.getContentType());
        stepUp.require(person, null, request, response);
        Path file = Files.createTempFile("people", ".import");
        try (InputStream body = request.getInputStream()) {
            Files.copy(body, file, StandardCopyOption.REPLACE_EXISTING);
            answer(person, format, file, dryRun, request, response);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private void answer(
            Caller.Person person,
            FileFormat format,
            Path file,
            boolean dryRun,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        response.setContentType(LINES);
        Writer writer = new BufferedWriter(new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8));
        try (InputStream rows = Files.newInputStream(file)) {
            ImportSummary summary = imports.run(
                    person, format, rows, dryRun, visitors.of(request), report -> write(writer, line(report)));
            write(writer, summary);
        }
        writer.flush();
    }

    @PostMapping("/export")
    void exportPeople(
            Caller.Person person,
            @RequestBody ExportWanted wanted,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        desk.admit(person, Permission.MOVE_PEOPLE);
        FileFormat format = FileFormat.of(Objects.requireNonNullElse(wanted.format(), FileFormat.JSON.word()))
                .orElseThrow(() -> new ProblemException(ProblemType.INVALID_INPUT, "format is one of csv and json."));
        stepUp.require(person, wanted.password(), request, response);
        download(response, format);
        exports.write(person, format, response.getOutputStream(), visitors.of(request));
    }

    static void download(HttpServletResponse response, FileFormat format) {
        response.setContentType(format.mediaType());
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"people." + format.word() + "\"");
    }

    private static FileFormat format(@Nullable String contentType) {
        try {
            MediaType type = MediaType.parseMediaType(Objects.requireNonNullElse(contentType, ""));
            boolean utf8 = type.getCharset() == null || type.getCharset().equals(StandardCharsets.UTF_8);
            if (utf8 && type.equalsTypeAndSubtype(MediaType.APPLICATION_JSON)) {
                return FileFormat.JSON;
            }
            if (utf8 && type.equalsTypeAndSubtype(new MediaType("text", "csv"))) {
                return FileFormat.CSV;
            }
        } catch (IllegalArgumentException e) {
            throw unsupported();
        }
        throw unsupported();
    }

    private static ProblemException unsupported() {
        return new ProblemException(ProblemType.UNSUPPORTED_MEDIA_TYPE, "Send text/csv or application/json, in UTF-8.");
    }

    private static Line line(RowReport report) {
        return new Line(report.line(), report.email(), report.outcome().word(), report.reason());
    }

    private void write(Writer writer, Object line) {
        try {
            writer.write(json.writeValueAsString(line));
            writer.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
