package dev.concierge.server.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tomcat's last word, for requests that never reach a filter: a broken request line, a header that is too long. It names neither Tomcat nor
 * its version nor what exactly was wrong.
 */
public final class BareErrors extends ErrorReportValve {
    private static final Logger log = LoggerFactory.getLogger(BareErrors.class);

    @Override
    protected void report(Request request, Response response, Throwable thrown) {
        int status = response.getStatus();
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        Problem problem = ProblemTable.ofStatus(status);
        byte[] body = ("{\"type\":\"about:blank\",\"title\":\"" + problem.type().title() + "\",\"status\":" + status
                        + ",\"detail\":\"" + problem.detail() + "\"}")
                .getBytes(StandardCharsets.UTF_8);
        response.setContentType("application/problem+json");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setContentLength(body.length);
        try {
            response.getOutputStream().write(body);
            response.finishResponse();
        } catch (IOException e) {
            log.debug("the caller hung up");
        }
    }
}
