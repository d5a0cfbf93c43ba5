package dev.concierge.server.web;

import dev.concierge.server.problem.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.servlet.HandlerMapping;

/** The one place where an exception of a controller becomes an answer. */
@ConditionalOnWebApplication
@ControllerAdvice
final class ProblemAdvice {
    private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);

    private final ProblemAnswers answers;

    ProblemAdvice(ProblemAnswers answers) {
        this.answers = answers;
    }

    @ExceptionHandler(produces = MediaType.ALL_VALUE)
    void answer(Exception thrown, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (thrown instanceof AsyncRequestNotUsableException) {
            log.debug("the caller hung up");
            return;
        }
        request.removeAttribute(HandlerMapping.PRODUCIBLE_MEDIA_TYPES_ATTRIBUTE);
        Problem problem = ProblemTable.of(thrown);
        report(problem, thrown);
        answers.write(request, response, problem);
    }

    /** What the caller did wrong is said to the caller; what we or the database did is logged, under the request's id. */
    static void report(Problem problem, Throwable thrown) {
        if (problem.type() == ProblemType.INTERNAL) {
            log.error("problem=internal", thrown);
        } else if (problem.type().status() >= 500) {
            log.warn(
                    "problem={} cause={}",
                    problem.type().slug(),
                    thrown.getClass().getSimpleName());
        } else {
            log.debug("problem={}", problem.type().slug());
        }
    }
}
