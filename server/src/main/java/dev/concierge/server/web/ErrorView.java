package dev.concierge.server.web;

import dev.concierge.server.problem.ProblemType;
import java.util.ArrayList;
import java.util.List;

/**
 * What a person sees when something was refused or went wrong, templates {@code web/error} and {@code web/error-part}.
 *
 * @param status of the answer
 * @param title one short sentence
 * @param detail what happened this time
 * @param points what stays safe, and what may have led here; may be empty
 * @param actions what to do; the first is the one we advise
 * @param requestId for the administrator
 */
public record ErrorView(
        int status, String title, String detail, List<Point> points, List<Action> actions, String requestId) {
    public ErrorView {
        points = List.copyOf(points);
        actions = List.copyOf(actions);
    }

    /** A line of the list below the sentence. */
    public record Point(Tone tone, String text, String small) {}

    static ErrorView of(Problem problem, Shell shell, String method) {
        return new ErrorView(
                problem.type().status(),
                problem.type().title(),
                problem.detail(),
                points(problem.type()),
                actions(problem.type(), shell, method),
                shell.requestId());
    }

    private static List<Point> points(ProblemType type) {
        return switch (type) {
            case FLOW_REFUSED ->
                List.of(
                        new Point(
                                Tone.OK,
                                "Your accounts are fine",
                                "If the first try went through, the account is already connected."),
                        new Point(
                                Tone.INFO,
                                "This often comes from the Back button",
                                "Or from reloading the page after agreeing, or from finishing in another browser."));
            case PROVIDER_DENIED, NOTHING_TO_CONNECT ->
                List.of(new Point(Tone.OK, "Nothing was connected", "What was connected before goes on as it was."));
            case MISCONFIGURED, PROVIDER_UNAVAILABLE, PROVIDER_REFUSED ->
                List.of(new Point(Tone.OK, "Your connections are safe", "They wait, and go on by themselves."));
            case INTERNAL, UNAVAILABLE ->
                List.of(new Point(Tone.OK, "Nothing was changed", "You can try again without doing anything twice."));
            case BAD_REQUEST,
                    INVALID_INPUT,
                    UNAUTHENTICATED,
                    FORBIDDEN,
                    FORGED,
                    NOT_FOUND,
                    METHOD_NOT_ALLOWED,
                    NOT_ACCEPTABLE,
                    CONFLICT,
                    NEEDS_RECONNECT,
                    SCOPE_CEILING,
                    IDEMPOTENCY_KEY_REUSED,
                    IDEMPOTENCY_IN_PROGRESS,
                    TOO_LARGE,
                    UNSUPPORTED_MEDIA_TYPE,
                    MISDIRECTED,
                    TOO_MANY_REQUESTS -> List.of();
        };
    }

    private static List<Action> actions(ProblemType type, Shell shell, String method) {
        boolean signedIn = shell.person() != null;
        boolean again = type == ProblemType.INTERNAL || type == ProblemType.UNAVAILABLE;
        List<Action> actions = new ArrayList<>();
        if (again && "GET".equals(method) && ReturnPath.of(shell.path()).path().equals(shell.path())) {
            actions.add(Action.link("Try again", shell.path()));
        }
        if (type == ProblemType.UNAUTHENTICATED || !signedIn) {
            actions.add(Action.link("Sign in", "/login"));
        } else if (type == ProblemType.NOT_FOUND || type == ProblemType.FORBIDDEN) {
            actions.add(Action.link("Go to the overview", "/"));
        } else {
            actions.add(Action.link("See my integrations", "/integrations"));
        }
        return actions;
    }
}
