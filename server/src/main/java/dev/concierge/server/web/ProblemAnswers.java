package dev.concierge.server.web;

import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import gg.jte.TemplateException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers a problem in the form that the caller reads: {@code application/problem+json} (RFC 9457) for programs, a page for browsers, a toast
 * for htmx. Works in controllers, filters and security handlers alike.
 */
public final class ProblemAnswers {
    private static final Logger log = LoggerFactory.getLogger(ProblemAnswers.class);

    private final PublicUrl publicUrl;
    private final Templates templates;
    private final Shells shells;
    private final JsonMapper json;

    ProblemAnswers(PublicUrl publicUrl, Templates templates, Shells shells, JsonMapper json) {
        this.publicUrl = publicUrl;
        this.templates = templates;
        this.shells = shells;
        this.json = json;
    }

    /** Answers a refusal. Headers that were set before stay (security, WWW-Authenticate); a body that was begun is dropped if it can be. */
    public void write(HttpServletRequest request, HttpServletResponse response, ProblemException thrown)
            throws IOException {
        write(request, response, Problem.of(thrown));
    }

    void write(HttpServletRequest request, HttpServletResponse response, Problem problem) throws IOException {
        if (response.isCommitted()) {
            log.warn("problem={} came too late for an answer", problem.type().slug());
            return;
        }
        response.resetBuffer();
        response.setStatus(problem.type().status());
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setHeader(RequestIds.HEADER, RequestIds.of(request));
        problem.headers().forEach(response::setHeader);
        if (problem.retryAfter() != null) {
            response.setHeader(
                    HttpHeaders.RETRY_AFTER,
                    Long.toString(
                            Math.max(1, problem.retryAfter().plusMillis(999).toSeconds())));
        }
        if (AnswerForm.of(request) == AnswerForm.JSON) {
            writeJson(request, response, problem);
        } else {
            writePage(request, response, problem);
        }
    }

    private void writePage(HttpServletRequest request, HttpServletResponse response, Problem problem)
            throws IOException {
        Shell shell = shells.bare(request);
        String template = AnswerForm.of(request) == AnswerForm.PART ? "web/error-part" : "web/error";
        try {
            templates.write(template, ErrorView.of(problem, shell, request.getMethod()), shell, request, response);
        } catch (TemplateException e) {
            log.error("the error page itself is broken", e);
            writeJson(request, response, problem);
        }
    }

    private void writeJson(HttpServletRequest request, HttpServletResponse response, Problem problem)
            throws IOException {
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        byte[] body = json.writeValueAsBytes(members(problem, RequestIds.of(request)));
        if (!"HEAD".equals(request.getMethod())) {
            response.getOutputStream().write(body);
        }
    }

    /** Our five members first; an extension member can never take the place of one of them. */
    private Map<String, Object> members(Problem problem, String requestId) {
        ProblemType type = problem.type();
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", publicUrl.resolve("/problems/" + type.slug()).toString());
        members.put("title", type.title());
        members.put("status", type.status());
        members.put("detail", problem.detail());
        members.put("instance", "urn:request:" + requestId);
        problem.members().forEach(members::putIfAbsent);
        return members;
    }
}
