package dev.concierge.sandbox.twitter;

import dev.concierge.sandbox.AccessToken;
import dev.concierge.sandbox.AccessTokens.Worth;
import dev.concierge.sandbox.Knob;
import dev.concierge.sandbox.dialect.Bearer;
import dev.concierge.sandbox.dialect.RateWindow;
import dev.concierge.sandbox.dialect.Tokens;
import dev.concierge.sandbox.http.Answer;
import dev.concierge.sandbox.http.Request;
import java.time.Duration;
import java.util.Set;
import java.util.function.Function;

/** What stands before one of X's API endpoints: the window of 15 minutes, the token and its scopes, and what calls cost (fields 4, 10, 11). */
final class TwitterGate {
    private final Tokens tokens;
    private final Bearer bearer;
    private final RateWindow window;

    /** @param limit the knob that says how many calls a person has in the window */
    TwitterGate(Tokens tokens, Knob<Long> limit) {
        this.tokens = tokens;
        this.bearer = new Bearer(tokens.access(), TwitterProblems.REFUSALS);
        this.window = new RateWindow(tokens.shared().clock(), Duration.ofMinutes(15), tokens.knobs(), limit);
    }

    /** Every answer tells the window's rest, refusals too. */
    Answer let(Request request, String method, Function<AccessToken, Answer> then) {
        var who = tokens.access().worth(request.bearer().orElse(null)) instanceof Worth.Good(var token)
                ? token.subject()
                : "nobody";
        var state = window.count(who);
        var answer = state.over()
                ? TwitterProblems.rateLimited()
                : bearer.require(request, Set.of(), method, token -> allowed(token, then));
        return answer.with("x-rate-limit-limit", Long.toString(state.limit()))
                .with("x-rate-limit-remaining", Long.toString(state.remaining()))
                .with("x-rate-limit-reset", Long.toString(state.resetAt().getEpochSecond()));
    }

    private Answer allowed(AccessToken token, Function<AccessToken, Answer> then) {
        if (tokens.knobs().get(TwitterKnobs.CLIENT_FORBIDDEN)) {
            return TwitterProblems.clientForbidden();
        }
        if (!token.scopes().containsAll(TwitterScopes.PROFILE)) {
            return TwitterProblems.forbidden();
        }
        return switch (tokens.knobs().get(TwitterKnobs.SPENDING)) {
            case USAGE_CAPPED -> TwitterProblems.usageCapped();
            case EXHAUSTED -> TwitterProblems.creditsDepleted();
            case FINE -> then.apply(token);
        };
    }
}
