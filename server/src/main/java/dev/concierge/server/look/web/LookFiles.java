package dev.concierge.server.look.web;

import dev.concierge.server.look.Colours;
import dev.concierge.server.look.Logo;
import dev.concierge.server.look.LookDesk;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** Logo and colours as files, for everybody. Their addresses say what is in them, so browsers may keep them for ever; the type is ours, never the sender's. */
@Controller
class LookFiles {
    private static final String FOR_EVER = "public, max-age=31536000, immutable";
    private static final String PNG = ".png";

    private final LookDesk desk;

    LookFiles(LookDesk desk) {
        this.desk = desk;
    }

    @GetMapping("/look/logo/{name}")
    void logo(@PathVariable String name, HttpServletResponse response) throws IOException {
        Logo logo = desk.logo(name.endsWith(PNG) ? name.substring(0, name.length() - PNG.length()) : "")
                .orElseThrow(LookFiles::none);
        write(response, "image/png", logo.bytes());
    }

    @GetMapping("/look/colours/{name}")
    void colours(@PathVariable String name, HttpServletResponse response) throws IOException {
        Colours colours = Colours.ofSheet(name).orElseThrow(LookFiles::none);
        write(response, "text/css;charset=UTF-8", colours.css().getBytes(StandardCharsets.UTF_8));
    }

    private static void write(HttpServletResponse response, String type, byte[] bytes) throws IOException {
        response.setContentType(type);
        response.setHeader(HttpHeaders.CACHE_CONTROL, FOR_EVER);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }

    private static ProblemException none() {
        return new ProblemException(ProblemType.NOT_FOUND, "There is no such file.");
    }
}
