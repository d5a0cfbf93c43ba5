package dev.concierge.sandbox.twitter;

import dev.concierge.sandbox.AccessToken;
import dev.concierge.sandbox.AccessTokens.Worth;
import dev.concierge.sandbox.KnobBoard;
import dev.concierge.sandbox.Knobs;
import dev.concierge.sandbox.Person;
import dev.concierge.sandbox.dialect.Bearer;
import dev.concierge.sandbox.dialect.RateWindow;
import dev.concierge.sandbox.dialect.Tokens;
import dev.concierge.sandbox.http.Answer;
import dev.concierge.sandbox.http.Request;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code GET /2/users/me} (fields 8, 10, 11). */
final class MeEndpoint {
    private static final String EMAIL = "confirmed_email";
    private static final Set<String> FIELDS = Set.of(
            "id", "name", "username", EMAIL, "created_at", "description", "profile_image_url", "protected", "verified");

    private final Tokens tokens;
    private final KnobBoard knobs;
    private final Bearer bearer;
    private final RateWindow window;
    private final String pictures;

    MeEndpoint(Tokens tokens, String address) {
        this.tokens = tokens;
        this.knobs = tokens.knobs();
        this.bearer = new Bearer(tokens.access(), TwitterProblems.REFUSALS);
        this.window = new RateWindow(
                tokens.shared().clock(), Duration.ofMinutes(15), knobs, TwitterKnobs.REQUESTS_PER_WINDOW);
        this.pictures = address + "/profile_images/";
    }

    /** Every answer tells the window's rest, refusals too. */
    Answer answer(Request request) {
        var who = tokens.access().worth(request.bearer().orElse(null)) instanceof Worth.Good(var token)
                ? token.subject()
                : "nobody";
        var state = window.count(who);
        var answer = state.over()
                ? TwitterProblems.rateLimited()
                : bearer.require(request, Set.of(), "users/me", token -> allowed(request, token));
        return answer.with("x-rate-limit-limit", Long.toString(state.limit()))
                .with("x-rate-limit-remaining", Long.toString(state.remaining()))
                .with("x-rate-limit-reset", Long.toString(state.resetAt().getEpochSecond()));
    }

    private Answer allowed(Request request, AccessToken token) {
        if (knobs.get(TwitterKnobs.CLIENT_FORBIDDEN)) {
            return TwitterProblems.clientForbidden();
        }
        if (!token.scopes().containsAll(TwitterScopes.PROFILE)) {
            return TwitterProblems.forbidden();
        }
        return switch (knobs.get(TwitterKnobs.SPENDING)) {
            case USAGE_CAPPED -> TwitterProblems.usageCapped();
            case EXHAUSTED -> TwitterProblems.creditsDepleted();
            case FINE -> told(request, token);
        };
    }

    private Answer told(Request request, AccessToken token) {
        var fields = new LinkedHashSet<>(List.of("id", "name", "username"));
        for (var field : request.query().get("user.fields", "").split(",", -1)) {
            if (!field.isEmpty() && !FIELDS.contains(field)) {
                return TwitterProblems.invalidRequest(
                        "The `user.fields` query parameter value [" + field + "] is not one of " + FIELDS);
            }
            fields.add(field);
        }
        var body = JsonNodeFactory.instance.objectNode();
        body.set("data", data(tokens.shared().people().get(token.subject()), fields, token));
        if (fields.contains(EMAIL) && !mayKnowEmail(token)) {
            // field 10: a 200 may carry both data and errors
            body.putArray("errors")
                    .addObject()
                    .put("title", "Field Authorization Error")
                    .put("detail", "Sorry, you are not authorized to access 'confirmed_email' on the User.")
                    .put("field", EMAIL)
                    .put("resource_type", "user")
                    .put("type", "https://api.x.com/2/problems/not-authorized-for-field");
        }
        return Answer.json(200, body);
    }

    private ObjectNode data(Person person, Set<String> fields, AccessToken token) {
        boolean wrong = knobs.get(Knobs.WRONG_SUBJECT);
        var all = JsonNodeFactory.instance
                .objectNode()
                .put("id", wrong ? TwitterAccounts.strangersId() : TwitterAccounts.id(person))
                .put("name", person.name())
                .put("username", TwitterAccounts.username(person))
                .put("created_at", "2019-04-02T08:15:00.000Z")
                .put("description", "")
                .put("profile_image_url", pictures + TwitterAccounts.id(person) + "_normal.png")
                .put("protected", false)
                .put("verified", false);
        if (mayKnowEmail(token)) {
            TwitterAccounts.confirmedEmail(person).ifPresent(address -> all.put(EMAIL, address));
        }
        return all.retain(fields);
    }

    private boolean mayKnowEmail(AccessToken token) {
        return token.scopes().contains(TwitterScopes.EMAIL) && knobs.get(TwitterKnobs.EMAIL_OPTION);
    }
}
