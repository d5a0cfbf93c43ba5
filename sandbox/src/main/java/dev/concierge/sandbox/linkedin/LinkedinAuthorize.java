package dev.concierge.sandbox.linkedin;

import dev.concierge.sandbox.Asked;
import dev.concierge.sandbox.AuthorizeDialect;
import dev.concierge.sandbox.Client;
import dev.concierge.sandbox.Consent;
import dev.concierge.sandbox.Grant;
import dev.concierge.sandbox.Grants;
import dev.concierge.sandbox.KnobBoard;
import dev.concierge.sandbox.Randoms;
import dev.concierge.sandbox.Redirect;
import dev.concierge.sandbox.dialect.RequestReader;
import dev.concierge.sandbox.dialect.RequestReader.Wrong;
import dev.concierge.sandbox.http.Parameters;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** LinkedIn's authorization request (fields 1, 2, 10, 12, 13): all scopes or none, and another set replaces the grant. */
final class LinkedinAuthorize implements AuthorizeDialect {
    private final KnobBoard knobs;

    LinkedinAuthorize(KnobBoard knobs) {
        this.knobs = knobs;
    }

    @Override
    public String provider() {
        return "linkedin";
    }

    @Override
    public String title() {
        return "LinkedIn";
    }

    @Override
    public Redirect.Nowhere noClient(@Nullable String clientId) {
        return new Redirect.Nowhere(401, "invalid_client", "Client_id doesn't match");
    }

    /** Exact, but query parameters are not compared. */
    @Override
    public Redirect redirect(Parameters parameters, Client client) {
        var given = parameters.get("redirect_uri", "");
        boolean registered = client.redirectUris().stream()
                .anyMatch(each -> withoutQuery(each).equals(withoutQuery(given)));
        return registered && !given.contains("#")
                ? new Redirect.To(given)
                : new Redirect.Nowhere(401, "invalid_redirect_uri", "Redirect_uri doesn't match");
    }

    private static String withoutQuery(String uri) {
        int query = uri.indexOf('?');
        return query < 0 ? uri : uri.substring(0, query);
    }

    @Override
    public Reading read(Parameters parameters, Client client, String redirectUri) {
        return RequestReader.read(() -> asked(parameters, client, redirectUri));
    }

    /** Challenges are not looked at: PKCE is no part of this flow, and a verifier at the token endpoint does not match. */
    private Asked asked(Parameters parameters, Client client, String redirectUri) {
        var reader = new RequestReader(parameters);
        reader.responseTypeIsCode();
        var scopes = LinkedinScopes.parse(reader.required("scope"));
        LinkedinScopes.closed(scopes, knobs.get(LinkedinKnobs.PRODUCTS)).ifPresent(scope -> {
            throw new Wrong(
                    "unauthorized_scope_error", "Scope \"" + scope + "\" is not authorized for your application");
        });
        return new Asked(
                client.id(),
                redirectUri,
                redirectUri,
                parameters.get("state"),
                scopes,
                true,
                false,
                Set.of(),
                null,
                parameters.get("nonce"),
                null);
    }

    @Override
    public ScopeText text(String scope) {
        return LinkedinScopes.text(scope);
    }

    @Override
    public boolean cancelsAtAccount() {
        return true;
    }

    /** A live grant for the same scopes passes without a page. */
    @Override
    public boolean needsConsent(Asked asked, @Nullable Grant before) {
        return before == null || !sameScopes(before, asked.scopes());
    }

    /** Field 1: another set of scopes ends every token from before. */
    @Override
    public Grant grant(Grants grants, Consent consent) {
        var project = consent.client().project();
        var account = consent.person().account();
        boolean changed = grants.find(project, account)
                .filter(before -> !sameScopes(before, consent.scopes()))
                .isPresent();
        if (changed && knobs.get(LinkedinKnobs.SCOPE_CHANGE_ENDS_TOKENS)) {
            grants.end(project, account);
        }
        return grants.allow(project, account, consent.scopes());
    }

    private static boolean sameScopes(Grant before, List<String> scopes) {
        return Set.copyOf(before.scopes()).equals(Set.copyOf(scopes));
    }

    @Override
    public String newCode() {
        return "AQ" + Randoms.base64Url(90);
    }

    @Override
    public Map<String, String> denied(boolean account) {
        return account
                ? error("user_cancelled_authorize", "The user cancelled the authorization")
                : error("user_cancelled_login", "The user cancelled LinkedIn login");
    }
}
