package dev.concierge.sandbox.google;

import dev.concierge.sandbox.KnobBoard;
import dev.concierge.sandbox.Knobs;
import dev.concierge.sandbox.Person;
import dev.concierge.sandbox.dialect.Bearer;
import dev.concierge.sandbox.http.Answer;
import dev.concierge.sandbox.http.Request;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Who the person is (field 8). */
final class GoogleUserinfo {
    private static final Set<String> ENOUGH = Set.of(GoogleScopes.OPENID, GoogleScopes.EMAIL, GoogleScopes.PROFILE);

    private final Bearer bearer;
    private final GoogleClaims truth;
    private final KnobBoard knobs;

    GoogleUserinfo(Bearer bearer, GoogleClaims truth, KnobBoard knobs) {
        this.bearer = bearer;
        this.truth = truth;
        this.knobs = knobs;
    }

    Answer answer(Request request) {
        return bearer.require(request, ENOUGH, "google.identity.userinfo", token -> {
            var claims = truth.claims(token);
            if (knobs.get(Knobs.WRONG_SUBJECT)) {
                claims.put("sub", GoogleAccounts.strangersSubject());
            }
            return Answer.json(200, claims);
        });
    }

    /** What these scopes let somebody know of a person; the ID token carries the same. */
    static ObjectNode claims(Person person, List<String> scopes) {
        var claims = JsonNodeFactory.instance.objectNode().put("sub", GoogleAccounts.subject(person));
        if (person.hostedDomain() != null) {
            claims.put("hd", person.hostedDomain());
        }
        if (scopes.contains(GoogleScopes.EMAIL)) {
            claims.put("email", person.account()).put("email_verified", true);
        }
        if (scopes.contains(GoogleScopes.PROFILE)) {
            claims.put("name", person.name())
                    .put("given_name", person.givenName())
                    .put("family_name", person.familyName());
        }
        return claims;
    }
}
