package dev.concierge.server.web;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.Utf8ByteOutput;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

/** The compiled page templates. A page is made whole before the first byte leaves, so that a fault in it becomes a clean error answer. */
final class Templates {
    private static final String PACKAGE = "dev.concierge.templates";
    private static final MediaType HTML = MediaType.parseMediaType("text/html;charset=UTF-8");

    private final TemplateEngine engine =
            TemplateEngine.createPrecompiled(null, ContentType.Html, Templates.class.getClassLoader(), PACKAGE);

    /** Whether there is a template {@code server/src/main/jte/{name}.jte}. */
    boolean exists(String name) {
        return engine.hasTemplate(name + ".jte");
    }

    /** Makes a page in memory. */
    Utf8ByteOutput render(String name, Object view, Shell shell) {
        if (!exists(name)) {
            throw new IllegalStateException("There is no page template " + name + ": src/main/jte/" + name
                    + ".jte is missing, or the build did not generate the templates.");
        }
        Utf8ByteOutput output = new Utf8ByteOutput();
        engine.render(name + ".jte", Map.of("view", view, "shell", shell), output);
        return output;
    }

    /** Sends a page. No Content-Length: several fragments may make one answer. */
    void write(String name, Object view, Shell shell, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Utf8ByteOutput page = render(name, view, shell);
        response.setContentType(HTML.toString());
        response.addHeader(HttpHeaders.VARY, "HX-Request");
        if (!"HEAD".equals(request.getMethod())) {
            page.writeTo(response.getOutputStream());
        }
    }
}
