package dev.concierge.sandbox.github;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** GitHub's authorization request (fields 1, 2, 10, 12, 13). */
final class GithubAuthorize implements AuthorizeDialect {
    private static final String HELP =
            "https://docs.github.com/apps/managing-oauth-apps/troubleshooting-authorization-request-errors/#";

    private final KnobBoard knobs;
    private final GithubRedirects redirects;

    GithubAuthorize(KnobBoard knobs) {
        this.knobs = knobs;
        this.redirects = new GithubRedirects(knobs);
    }

    @Override
    public String provider() {
        return "github";
    }

    @Override
    public String title() {
        return "GitHub";
    }

    @Override
    public Redirect.Nowhere noClient(@Nullable String clientId) {
        return new Redirect.Nowhere(404, "unknown_client", "There is no app under that client id.");
    }

    @Override
    public Redirect redirect(Parameters parameters, Client client) {
        return redirects.of(parameters.get("redirect_uri"), client);
    }

    @Override
    public Reading read(Parameters parameters, Client client, String redirectUri) {
        return RequestReader.read(() -> asked(parameters, client, redirectUri));
    }

    private Asked asked(Parameters parameters, Client client, String redirectUri) {
        if (knobs.get(GithubKnobs.APPLICATION_SUSPENDED)) {
            throw new Wrong(
                    "application_suspended", "Your application has been suspended. Contact support@github.com.");
        }
        var reader = new RequestReader(parameters);
        if (!parameters.get("response_type", "code").equals("code")) {
            throw new Wrong("unsupported_response_type", "The implicit grant type is not supported.");
        }
        var scopes = scopes(parameters);
        boolean chooses = parameters.get("prompt", "").equals("select_account");
        return new Asked(
                client.id(),
                redirectUri,
                parameters.get("redirect_uri"),
                parameters.get("state"),
                scopes,
                scopes.contains(GithubScopes.OFFLINE_ACCESS),
                false,
                chooses ? Set.of(Asked.Prompt.SELECT_ACCOUNT) : Set.of(),
                parameters.get("login"),
                null,
                reader.challenge(List.of("S256"), knobs.get(Knobs.REQUIRE_PKCE)));
    }

    /** A GitHub App has permissions of its own, so its {@code scope} is not looked at. */
    private List<String> scopes(Parameters parameters) {
        if (knobs.get(GithubKnobs.GITHUB_APP)) {
            return List.of();
        }
        return GithubScopes.parse(parameters.get("scope", ""))
                .orElseThrow(
                        () -> new Wrong("invalid_scope", "The requested scope is invalid, unknown, or malformed."));
    }

    @Override
    public ScopeText text(String scope) {
        return GithubScopes.text(scope);
    }

    @Override
    public boolean hintMeans(String hint, Person person) {
        return hint.equalsIgnoreCase(GithubAccounts.login(person));
    }

    @Override
    public String accountLine(Person person) {
        return "@" + GithubAccounts.login(person);
    }

    /** Field 1: without {@code scope} it is everything that the person has granted so far. */
    @Override
    public Asked complete(Asked asked, @Nullable Grant before) {
        return asked.scopes().isEmpty() && before != null && !knobs.get(GithubKnobs.GITHUB_APP)
                ? asked.with(GithubScopes.normalised(before.scopes()))
                : asked;
    }

    @Override
    public boolean needsConsent(Asked asked, @Nullable Grant before) {
        return before == null || !GithubScopes.covers(before.scopes(), asked.scopes());
    }

    @Override
    public String newCode() {
        return Randoms.hex(10);
    }

    @Override
    public Map<String, String> denied(boolean account) {
        return error("access_denied", "The user has denied your application access.");
    }

    @Override
    public Map<String, String> error(String error, String description) {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("error", error);
        parameters.put("error_description", description);
        parameters.put("error_uri", HELP + error.replace('_', '-'));
        return parameters;
    }
}
