package dev.concierge.sandbox.twitter;

import dev.concierge.sandbox.Asked;
import dev.concierge.sandbox.AuthorizeDialect;
import dev.concierge.sandbox.Client;
import dev.concierge.sandbox.Grant;
import dev.concierge.sandbox.KnobBoard;
import dev.concierge.sandbox.Knobs;
import dev.concierge.sandbox.Person;
import dev.concierge.sandbox.Randoms;
import dev.concierge.sandbox.Redirect;
import dev.concierge.sandbox.dialect.RequestReader;
import dev.concierge.sandbox.dialect.RequestReader.Wrong;
import dev.concierge.sandbox.http.Parameters;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** X's authorization request (fields 1, 2, 12, 13): every parameter is required, and consent is asked for each time. */
final class TwitterAuthorize implements AuthorizeDialect {
    private static final int LONGEST_STATE = 500;

    private final KnobBoard knobs;

    TwitterAuthorize(KnobBoard knobs) {
        this.knobs = knobs;
    }

    @Override
    public String provider() {
        return "twitter";
    }

    @Override
    public String title() {
        return "X";
    }

    @Override
    public Redirect redirect(Parameters parameters, Client client) {
        var uri = parameters.get("redirect_uri", "");
        return client.redirectUris().contains(uri)
                ? new Redirect.To(uri)
                : new Redirect.Nowhere(
                        400, "invalid_request", "Callback URL not approved for this client application.");
    }

    @Override
    public Reading read(Parameters parameters, Client client, String redirectUri) {
        return RequestReader.read(() -> asked(parameters, client, redirectUri));
    }

    private Asked asked(Parameters parameters, Client client, String redirectUri) {
        var reader = new RequestReader(parameters);
        reader.responseTypeIsCode();
        if (reader.required("state").length() > LONGEST_STATE) {
            throw new Wrong("invalid_request", "Value passed for state is longer than 500 characters.");
        }
        boolean pkce = knobs.get(Knobs.REQUIRE_PKCE);
        if (pkce) {
            reader.required("code_challenge_method");
        }
        var scopes = TwitterScopes.parse(reader.required("scope"))
                .orElseThrow(() -> new Wrong("invalid_scope", "Some requested scopes are unknown."));
        return new Asked(
                client.id(),
                redirectUri,
                redirectUri,
                parameters.get("state"),
                scopes,
                scopes.contains(TwitterScopes.OFFLINE),
                false,
                Set.of(),
                null,
                null,
                reader.challenge(List.of("S256", "plain"), pkce));
    }

    @Override
    public ScopeText text(String scope) {
        return TwitterScopes.text(scope);
    }

    @Override
    public String accountLine(Person person) {
        return "@" + TwitterAccounts.username(person);
    }

    @Override
    public boolean needsConsent(Asked asked, @Nullable Grant before) {
        return true;
    }

    @Override
    public String newCode() {
        return Randoms.base64Url(60);
    }
}
