package dev.concierge.server.web;

import dev.concierge.server.problem.ProblemType;
import java.util.List;
import org.springframework.http.converter.HttpMessageNotReadableException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Says what is wrong with a JSON body without repeating any value of it: it may hold a secret. */
final class UnreadableBody {
    private UnreadableBody() {}

    static Problem problem(HttpMessageNotReadableException thrown) {
        return switch (thrown.getMostSpecificCause()) {
            case RequestTooLargeException _ -> Problem.of(ProblemType.TOO_LARGE, "The request is larger than we take.");
            case UnrecognizedPropertyException unknown ->
                Problem.of(
                                ProblemType.INVALID_INPUT,
                                "There is no field " + Shown.name(unknown.getPropertyName()) + " here.")
                        .with("field", Shown.name(path(unknown)));
            case MismatchedInputException mismatch
            when !path(mismatch).isEmpty() ->
                Problem.of(
                                ProblemType.INVALID_INPUT,
                                "The field " + Shown.name(path(mismatch)) + " is missing or has the wrong form.")
                        .with("field", Shown.name(path(mismatch)));
            case StreamReadException broken ->
                Problem.of(ProblemType.BAD_REQUEST, "The body is not valid JSON" + place(broken.getLocation()) + ".");
            default -> Problem.of(ProblemType.BAD_REQUEST, "The body cannot be read as the JSON that belongs here.");
        };
    }

    private static String path(JacksonException thrown) {
        List<JacksonException.Reference> path = thrown.getPath();
        StringBuilder text = new StringBuilder();
        for (JacksonException.Reference step : path) {
            String name = step.getPropertyName();
            if (name == null) {
                text.append('[').append(step.getIndex()).append(']');
            } else {
                text.append(text.isEmpty() ? "" : ".").append(name);
            }
        }
        return text.toString();
    }

    private static String place(TokenStreamLocation at) {
        return at == null || at.getLineNr() < 1
                ? ""
                : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
    }
}
