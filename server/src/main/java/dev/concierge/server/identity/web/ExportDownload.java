package dev.concierge.server.identity.web;

import dev.concierge.server.identity.own.Export;
import jakarta.servlet.http.HttpServletResponse;
import java.time.ZoneOffset;
import org.springframework.http.HttpHeaders;

/** What goes before the bytes of a copy of somebody's data. */
final class ExportDownload {
    private ExportDownload() {}

    static void head(Export export, HttpServletResponse response) {
        response.setCharacterEncoding((String) null);
        response.setContentType("application/zip");
        response.setContentLengthLong(export.bytes());
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                "attachment; filename=\"concierge-data-"
                        + export.askedAt().atOffset(ZoneOffset.UTC).toLocalDate() + ".zip\"");
    }
}
