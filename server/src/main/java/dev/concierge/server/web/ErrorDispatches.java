package dev.concierge.server.web;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/**
 * What went wrong outside of a controller: the firewall, a filter, {@code sendError}. The container dispatches such requests here, with the
 * method they came with.
 */
@ConditionalOnWebApplication
@Controller
final class ErrorDispatches implements ErrorController {
    private final ProblemAnswers answers;

    ErrorDispatches(ProblemAnswers answers) {
        this.answers = answers;
    }

    @RequestMapping("${server.error.path:/error}")
    void error(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getDispatcherType() != DispatcherType.ERROR) {
            answers.write(request, response, ProblemTable.ofStatus(HttpServletResponse.SC_NOT_FOUND));
            return;
        }
        Problem problem = request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Throwable thrown
                ? reported(thrown)
                : ProblemTable.ofStatus(status(request));
        answers.write(request, response, problem);
    }

    private static Problem reported(Throwable thrown) {
        Problem problem = ProblemTable.of(thrown);
        ProblemAdvice.report(problem, thrown);
        return problem;
    }

    private static int status(HttpServletRequest request) {
        return request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer status
                ? status
                : HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
    }
}
