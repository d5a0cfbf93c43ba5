package dev.concierge.sandbox.microsoft;

import dev.concierge.sandbox.KnobBoard;
import dev.concierge.sandbox.Knobs;
import dev.concierge.sandbox.People;
import dev.concierge.sandbox.dialect.Bearer;
import dev.concierge.sandbox.http.Answer;
import dev.concierge.sandbox.http.Request;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Who the person is (field 8): Graph's {@code /me} and OpenID Connect's userinfo. */
final class GraphProfile {
    private static final String CONTEXT = "@odata.context";
    private static final String NOBODY = "00000000-0000-4000-8000-000000000000";
    private static final Set<String> ME = Set.of(MicrosoftScopes.USER_READ, "User.Read.All");
    private static final Set<String> USERINFO = Set.of(MicrosoftScopes.OPENID);

    private final Bearer bearer;
    private final People people;
    private final KnobBoard knobs;
    private final GraphErrors errors;
    private final String graph;

    GraphProfile(Bearer bearer, People people, KnobBoard knobs, GraphErrors errors, String graph) {
        this.bearer = bearer;
        this.people = people;
        this.knobs = knobs;
        this.errors = errors;
        this.graph = graph;
    }

    Answer me(Request request) {
        return bearer.require(request, ME, "me", token -> {
            var profile = profile(MicrosoftAccount.of(people.get(token.subject())));
            var fields = request.query().get("$select");
            return fields == null ? Answer.json(200, profile) : selected(profile, fields);
        });
    }

    private Answer selected(ObjectNode profile, String fields) {
        var wanted = List.of(fields.split(",", -1));
        if (!profile.propertyNames().containsAll(wanted)) {
            return errors.badRequest("Parsing OData Select and Expand failed: " + fields);
        }
        var context = graph + "/v1.0/$metadata#users(" + fields + ")/$entity";
        return Answer.json(200, profile.retain(wanted).put(CONTEXT, context));
    }

    private ObjectNode profile(MicrosoftAccount account) {
        var profile = JsonNodeFactory.instance
                .objectNode()
                .put(CONTEXT, graph + "/v1.0/$metadata#users/$entity")
                .put("displayName", account.person().name())
                .put("givenName", account.person().givenName())
                .put("surname", account.person().familyName())
                .put("mail", account.mail())
                .put("userPrincipalName", account.principalName())
                .put("id", knobs.get(Knobs.WRONG_SUBJECT) ? NOBODY : account.objectId());
        for (var empty : List.of("jobTitle", "mobilePhone", "officeLocation", "preferredLanguage")) {
            profile.putNull(empty);
        }
        profile.putArray("businessPhones");
        return profile;
    }

    Answer userinfo(Request request) {
        return bearer.require(request, USERINFO, "userinfo", token -> {
            var account = MicrosoftAccount.of(people.get(token.subject()));
            boolean wrong = knobs.get(Knobs.WRONG_SUBJECT);
            var client = token.clientId();
            return Answer.json(
                    200,
                    claims(
                            account,
                            wrong ? MicrosoftAccount.strangersSubject(client) : account.subject(client),
                            token.scopes()));
        });
    }

    private ObjectNode claims(MicrosoftAccount account, String subject, List<String> scopes) {
        var claims = JsonNodeFactory.instance.objectNode().put("sub", subject);
        if (scopes.contains(MicrosoftScopes.PROFILE)) {
            claims.put("name", account.person().name())
                    .put("given_name", account.person().givenName())
                    .put("family_name", account.person().familyName())
                    .put("picture", graph + "/v1.0/me/photo/$value");
        }
        if (scopes.contains(MicrosoftScopes.EMAIL) && account.mail() != null) {
            claims.put("email", account.mail());
        }
        return claims;
    }
}
