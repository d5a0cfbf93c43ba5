package dev.concierge.server.web;

import static dev.concierge.server.problem.ProblemType.BAD_REQUEST;
import static dev.concierge.server.problem.ProblemType.FORBIDDEN;
import static dev.concierge.server.problem.ProblemType.INTERNAL;
import static dev.concierge.server.problem.ProblemType.INVALID_INPUT;
import static dev.concierge.server.problem.ProblemType.METHOD_NOT_ALLOWED;
import static dev.concierge.server.problem.ProblemType.NOT_ACCEPTABLE;
import static dev.concierge.server.problem.ProblemType.NOT_FOUND;
import static dev.concierge.server.problem.ProblemType.TOO_LARGE;
import static dev.concierge.server.problem.ProblemType.UNAUTHENTICATED;
import static dev.concierge.server.problem.ProblemType.UNAVAILABLE;
import static dev.concierge.server.problem.ProblemType.UNSUPPORTED_MEDIA_TYPE;

import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import jakarta.servlet.ServletException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.springframework.beans.TypeMismatchException;
import org.springframework.context.MessageSourceResolvable;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.util.MimeType;
import org.springframework.validation.BindException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.MissingPathVariableException;
import org.springframework.web.bind.MissingRequestHeaderException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.context.request.async.AsyncRequestTimeoutException;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;

/**
 * What each exception is called outside. The text of an exception of the framework, of a library or of the database never leaves: it names
 * classes, tables and values. Only what the caller sent is named, and of that only the name.
 */
final class ProblemTable {
    private static final Duration SOON = Duration.ofSeconds(5);

    private ProblemTable() {}

    /** The problem of an exception; {@link ProblemType#INTERNAL} for all that nobody foresaw. */
    static Problem of(Throwable thrown) {
        return switch (thrown) {
            case ProblemException problem -> Problem.of(problem);
            case HttpMessageNotReadableException unreadable -> UnreadableBody.problem(unreadable);
            case HttpRequestMethodNotSupportedException method -> notAllowed(method);
            case HttpMediaTypeNotSupportedException media -> unsupported(media);
            case HttpMediaTypeNotAcceptableException _ ->
                Problem.of(NOT_ACCEPTABLE, "We answer in JSON here; the Accept header excludes it.");
            case MethodArgumentTypeMismatchException mismatch -> mismatch(mismatch);
            case TypeMismatchException mismatch ->
                Problem.of(
                        INVALID_INPUT, "A value has the wrong form: " + Shown.name(mismatch.getPropertyName()) + ".");
            case MissingServletRequestParameterException missing ->
                Problem.of(INVALID_INPUT, "The parameter " + Shown.name(missing.getParameterName()) + " is missing.");
            case MissingRequestHeaderException missing ->
                Problem.of(INVALID_INPUT, "The header " + Shown.name(missing.getHeaderName()) + " is missing.");
            // a blank part of the path is converted to no id at all
            case MissingPathVariableException missing
            when missing.isMissingAfterConversion() -> Problem.of(NOT_FOUND, "There is nothing at this address.");
            case MissingPathVariableException _ -> Problem.of(INTERNAL, INTERNAL.explanation());
            case MethodArgumentNotValidException invalid -> invalid(fieldErrors(invalid));
            case BindException invalid -> invalid(fieldErrors(invalid));
            case HandlerMethodValidationException invalid -> invalid(parameterErrors(invalid));
            case MaxUploadSizeExceededException _ -> Problem.of(TOO_LARGE, "The request is larger than we take.");
            case MultipartException _ -> Problem.of(BAD_REQUEST, "The form cannot be read.");
            case InvalidParameterException parameters -> parameters(parameters);
            case AccessDeniedException _ -> Problem.of(FORBIDDEN, "Your role does not cover this.");
            case AuthenticationException _ -> Problem.of(UNAUTHENTICATED, "Sign in first.");
            case ConcurrencyFailureException _ ->
                Problem.of(UNAVAILABLE, "Too many changes at once.").retryAfter(SOON);
            case TransientDataAccessException _ -> databaseAway();
            case DataAccessResourceFailureException _ -> databaseAway();
            case NonTransientDataAccessResourceException _ -> databaseAway();
            case CannotCreateTransactionException _ -> databaseAway();
            case DataIntegrityViolationException data
            when isNoText(data) -> Problem.of(BAD_REQUEST, "A text holds a character that cannot be kept.");
            case AsyncRequestTimeoutException _ ->
                Problem.of(UNAVAILABLE, "It took too long.").retryAfter(SOON);
            case ErrorResponse response -> ofStatus(response.getStatusCode().value());
            case ServletException wrapped when wrapped.getRootCause() != null -> of(wrapped.getRootCause());
            default -> Problem.of(INTERNAL, INTERNAL.explanation());
        };
    }

    /** The problem of a bare status, as the container and the security filters give it. */
    static Problem ofStatus(int status) {
        return switch (status) {
            case 400 -> Problem.of(BAD_REQUEST, "The request has a form that we refuse.");
            case 401 -> Problem.of(UNAUTHENTICATED, "Sign in first.");
            case 403 -> Problem.of(FORBIDDEN, "Your role does not cover this.");
            case 404 -> Problem.of(NOT_FOUND, "There is nothing at this address.");
            case 405 -> Problem.of(METHOD_NOT_ALLOWED, "This address does not take that method.");
            case 406 -> Problem.of(NOT_ACCEPTABLE, "We cannot answer in the form you ask for.");
            case 413 -> Problem.of(TOO_LARGE, "The request is larger than we take.");
            case 414, 431 -> Problem.of(BAD_REQUEST, "The address or the headers are longer than we take.");
            case 415 -> Problem.of(UNSUPPORTED_MEDIA_TYPE, "Send JSON.");
            case 421 -> Problem.of(ProblemType.MISDIRECTED, ProblemType.MISDIRECTED.explanation());
            case 429 ->
                Problem.of(ProblemType.TOO_MANY_REQUESTS, "Too many requests in a short time.")
                        .retryAfter(SOON);
            case 503 -> Problem.of(UNAVAILABLE, "The server is busy.").retryAfter(SOON);
            default ->
                status >= 400 && status < 500
                        ? Problem.of(BAD_REQUEST, "The request has a form that we refuse.")
                        : Problem.of(INTERNAL, INTERNAL.explanation());
        };
    }

    private static Problem notAllowed(HttpRequestMethodNotSupportedException thrown) {
        Problem problem = Problem.of(METHOD_NOT_ALLOWED, "This address does not take that method.");
        if (thrown.getSupportedHttpMethods() == null) {
            return problem;
        }
        return problem.header(
                "Allow",
                thrown.getSupportedHttpMethods().stream()
                        .map(HttpMethod::name)
                        .sorted()
                        .collect(Collectors.joining(", ")));
    }

    private static Problem unsupported(HttpMediaTypeNotSupportedException thrown) {
        Problem problem = Problem.of(UNSUPPORTED_MEDIA_TYPE, "We do not read that form here.");
        List<MediaType> read = thrown.getSupportedMediaTypes();
        return read.isEmpty()
                ? problem
                : problem.header("Accept", read.stream().map(MimeType::toString).collect(Collectors.joining(", ")));
    }

    /** A part of the path with the wrong form names nothing we have; a parameter with one is the caller's mistake. */
    private static Problem mismatch(MethodArgumentTypeMismatchException thrown) {
        if (thrown.getParameter().hasParameterAnnotation(PathVariable.class)) {
            return Problem.of(NOT_FOUND, "There is nothing at this address.");
        }
        return Problem.of(INVALID_INPUT, "The parameter " + Shown.name(thrown.getName()) + " has the wrong form.");
    }

    private static Problem invalid(Map<String, String> errors) {
        String names = errors.keySet().stream().map(Shown::name).collect(Collectors.joining(", "));
        return Problem.of(INVALID_INPUT, "Look at " + (names.isEmpty() ? "the values" : names) + ".")
                .with("errors", errors);
    }

    /** Messages of Bean Validation are ours or the library's fixed sentences; a conversion's message has class names, so it is replaced. */
    private static Map<String, String> fieldErrors(BindException thrown) {
        Map<String, String> errors = new LinkedHashMap<>();
        thrown.getBindingResult().getFieldErrors().forEach(error -> {
            String message = error.isBindingFailure() ? null : error.getDefaultMessage();
            errors.putIfAbsent(error.getField(), message == null ? "has the wrong form" : message);
        });
        return errors;
    }

    private static Map<String, String> parameterErrors(HandlerMethodValidationException thrown) {
        Map<String, String> errors = new LinkedHashMap<>();
        thrown.getParameterValidationResults().forEach(result -> {
            String name = result.getMethodParameter().getParameterName();
            for (MessageSourceResolvable error : result.getResolvableErrors()) {
                String message = error.getDefaultMessage();
                errors.putIfAbsent(name == null ? "value" : name, message == null ? "is not allowed" : message);
            }
        });
        return errors;
    }

    private static Problem parameters(InvalidParameterException thrown) {
        return thrown.getErrorCode() == 413
                ? Problem.of(TOO_LARGE, "The form is larger than we take.")
                : Problem.of(BAD_REQUEST, "The parameters cannot be read.");
    }

    /** PostgreSQL keeps no NUL in a text; SQLSTATE 22021 is {@code character_not_in_repertoire}. */
    private static boolean isNoText(DataIntegrityViolationException thrown) {
        return thrown.getRootCause() instanceof SQLException cause && "22021".equals(cause.getSQLState());
    }

    private static Problem databaseAway() {
        return Problem.of(UNAVAILABLE, "The database does not answer.").retryAfter(SOON);
    }
}
