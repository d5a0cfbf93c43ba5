package dev.concierge.sandbox.twitter;

import dev.concierge.sandbox.AccessToken;
import dev.concierge.sandbox.KnobBoard;
import dev.concierge.sandbox.Knobs;
import dev.concierge.sandbox.Person;
import dev.concierge.sandbox.dialect.Tokens;
import dev.concierge.sandbox.http.Answer;
import dev.concierge.sandbox.http.Request;
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
    private final TwitterGate gate;
    private final String pictures;

    MeEndpoint(Tokens tokens, String address) {
        this.tokens = tokens;
        this.knobs = tokens.knobs();
        this.gate = new TwitterGate(tokens, TwitterKnobs.REQUESTS_PER_WINDOW);
        this.pictures = address + "/profile_images/";
    }

    Answer answer(Request request) {
        return gate.let(request, "users/me", token -> told(request, token));
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
