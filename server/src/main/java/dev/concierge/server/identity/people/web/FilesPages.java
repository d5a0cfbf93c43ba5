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
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;

/** {@code /admin/people/files}: people in and out as a file. A page takes a file of up to one mebibyte; larger ones go by the API. */
@Controller
class FilesPages {
    private static final String PAGE = PeoplePages.PAGE + "/files";
    private static final int MOST_SHOWN = 200;

    private final PeopleDesk desk;
    private final PeopleImport imports;
    private final PeopleExport exports;
    private final FreshProof stepUp;
    private final Visitors visitors;

    FilesPages(PeopleDesk desk, PeopleImport imports, PeopleExport exports, FreshProof stepUp, Visitors visitors) {
        this.desk = desk;
        this.imports = imports;
        this.exports = exports;
        this.stepUp = stepUp;
        this.visitors = visitors;
    }

    @GetMapping(PAGE)
    ModelAndView show(Caller.Person person, HttpServletRequest request, HttpServletResponse response) {
        desk.admit(person, Permission.MOVE_PEOPLE);
        return page(new FilesView(List.of(), stepUp.asked(person), null, null, null));
    }

    /** Tries the file unless the box is unticked; answers with the page itself, for the report is kept nowhere. */
    @PostMapping(PAGE + "/import")
    ModelAndView read(
            Caller.Person person,
            @RequestParam(required = false) @Nullable MultipartFile file,
            @RequestParam(defaultValue = "false") boolean dryRun,
            @RequestParam(required = false) @Nullable String password,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        desk.admit(person, Permission.MOVE_PEOPLE);
        String fault = stepUp.fault(person, password, request, response);
        if (fault != null || file == null) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            String error = Objects.requireNonNullElse(fault, "Choose a file first.");
            return page(new FilesView(List.of(), stepUp.asked(person), null, error, null));
        }
        List<FilesView.Refused> refused = new ArrayList<>();
        ImportSummary summary;
        try (InputStream bytes = file.getInputStream()) {
            summary = imports.run(person, format(file), bytes, dryRun, visitors.of(request), report -> {
                if (report.outcome() == RowReport.Outcome.REFUSED && refused.size() < MOST_SHOWN) {
                    refused.add(new FilesView.Refused(
                            report.line(), report.email(), Objects.requireNonNullElse(report.reason(), "")));
                }
            });
        }
        FilesView.Report report = new FilesView.Report(
                summary.dryRun(),
                summary.made(),
                summary.changed(),
                summary.same(),
                summary.refused(),
                summary.fault(),
                refused);
        return page(new FilesView(List.of(), stepUp.asked(person), report, null, null));
    }

    /** Answers with the file itself, or with the page and what is missing. */
    @PostMapping(PAGE + "/export")
    @Nullable
    ModelAndView write(
            Caller.Person person,
            @RequestParam String format,
            @RequestParam(required = false) @Nullable String password,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        desk.admit(person, Permission.MOVE_PEOPLE);
        FileFormat wanted = FileFormat.of(format)
                .orElseThrow(() -> new ProblemException(ProblemType.INVALID_INPUT, "format is none of ours."));
        String fault = stepUp.fault(person, password, request, response);
        if (fault != null) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            return page(new FilesView(List.of(), stepUp.asked(person), null, null, fault));
        }
        UserFilesApi.download(response, wanted);
        exports.write(person, wanted, response.getOutputStream(), visitors.of(request));
        return null;
    }

    /** By the name of the file, which its sender chose. */
    private static FileFormat format(MultipartFile file) {
        String name = Objects.requireNonNullElse(file.getOriginalFilename(), "").toLowerCase(Locale.ROOT);
        return name.endsWith(".json") ? FileFormat.JSON : FileFormat.CSV;
    }

    private static ModelAndView page(FilesView view) {
        return new ModelAndView("people/files", "view", view);
    }
}
