package dev.concierge.sandbox.github;

import dev.concierge.sandbox.AuthorizeFlow;
import dev.concierge.sandbox.BrowserSessions;
import dev.concierge.sandbox.Client;
import dev.concierge.sandbox.ClientAuthentication;
import dev.concierge.sandbox.Codes;
import dev.concierge.sandbox.Dialect;
import dev.concierge.sandbox.KnobBoard;
import dev.concierge.sandbox.LivingToken;
import dev.concierge.sandbox.Person;
import dev.concierge.sandbox.Randoms;
import dev.concierge.sandbox.Shared;
import dev.concierge.sandbox.dialect.CatalogTemplate;
import dev.concierge.sandbox.dialect.ConnectionsPage;
import dev.concierge.sandbox.dialect.RedirectUriRules;
import dev.concierge.sandbox.dialect.TokenEndpoint;
import dev.concierge.sandbox.dialect.TokenForm;
import dev.concierge.sandbox.dialect.Tokens;
import dev.concierge.sandbox.dialect.Webhook;
import dev.concierge.sandbox.http.Routes;
import dev.concierge.sandbox.things.Things;
import java.util.List;
import java.util.Optional;

/** Everything of GitHub, put together. */
final class GithubDialect implements Dialect {
    private static final String PROVIDER = "github";

    private final String address;
    private final KnobBoard knobs;
    private final Tokens tokens;
    private final TokenLimits limits;
    private final GithubTokenAnswers answers;
    private final Things things;
    private final GithubWebhook webhook;
    private final Routes routes = new Routes();

    GithubDialect(Shared shared) {
        this.address = shared.baseUrl() + "/" + PROVIDER;
        this.knobs = new KnobBoard(PROVIDER, shared.store(), GithubKnobs.all());
        this.tokens = Tokens.create(PROVIDER, shared, knobs, form(knobs));
        var authentication = new ClientAuthentication(PROVIDER, shared, knobs);
        var codes = new Codes(PROVIDER, shared, knobs, tokens.grants());
        this.limits = TokenLimits.of(PROVIDER, tokens);
        this.answers = new GithubTokenAnswers(authentication, codes, tokens, limits);
        var authorize = new GithubAuthorize(knobs);
        new AuthorizeFlow(authorize, shared, knobs, tokens.grants(), codes, new BrowserSessions(PROVIDER, shared))
                .addTo(routes, "/login/oauth/authorize");
        new ConnectionsPage(authorize, shared, tokens.grants()).addTo(routes);
        routes.add("POST", "/login/oauth/access_token", "token", new TokenEndpoint(answers, codes, tokens)::answer);
        this.things = GithubThings.create(PROVIDER, shared.store(), shared.clock(), shared.people());
        this.webhook = new GithubWebhook(new GithubThings(address), shared.people());
        things.onChange(webhook::changed);
        addApi(authentication, shared);
    }

    /** On the real thing these have a host of their own. */
    private void addApi(ClientAuthentication authentication, Shared shared) {
        var api = new GithubApi(tokens, limits.lastUse(), address);
        var lists = new GithubLists(api, things, shared.people(), knobs, address + "/api", new GithubThings(address));
        var applications = new ApplicationsEndpoint(authentication, tokens, limits.lastUse());
        routes.add("GET", "/api/user", "userinfo", api::user)
                .add("GET", "/api/user/emails", "emails", api::emails)
                .add("GET", "/api/user/repos", "repositories", lists::repositories)
                .add("GET", "/api/issues", "issues", lists::issues)
                .add("GET", "/api/notifications", "notifications", lists::notifications)
                .add("DELETE", "/api/applications/{client}/grant", "revoke", applications::deleteGrant)
                .add("DELETE", "/api/applications/{client}/token", "deleteToken", applications::deleteToken)
                .add("POST", "/api/applications/{client}/token", "checkToken", applications::checkToken);
    }

    /** Prefixes as documented (field 5): OAuth app, user of a GitHub App, refresh token. */
    private static TokenForm form(KnobBoard knobs) {
        return new TokenForm(
                () -> (knobs.get(GithubKnobs.GITHUB_APP) ? "ghu_" : "gho_") + Randoms.alphanumeric(36),
                () -> "ghr_" + Randoms.alphanumeric(76),
                TokenForm.UNLIMITED);
    }

    @Override
    public String provider() {
        return PROVIDER;
    }

    @Override
    public KnobBoard knobs() {
        return knobs;
    }

    @Override
    public Routes routes() {
        return routes;
    }

    @Override
    public Optional<Things> things() {
        return Optional.of(things);
    }

    @Override
    public Optional<Webhook> webhook() {
        return Optional.of(webhook);
    }

    @Override
    public String catalogFile() {
        return CatalogTemplate.fill(GithubDialect.class, PROVIDER, address);
    }

    @Override
    public Optional<String> redirectUriProblem(String redirectUri) {
        return RedirectUriRules.problem(redirectUri);
    }

    @Override
    public List<LivingToken> living(Person person, Client client) {
        return tokens.living(person.account(), client.id(), answers.refreshRules());
    }

    @Override
    public boolean revoke(String account, Client client) {
        return tokens.grants().end(client.project(), account);
    }

    @Override
    public Minted mint(Person person, Client client, List<String> scopes) {
        var granted = GithubScopes.parse(String.join(" ", scopes))
                .orElseThrow(() -> new IllegalArgumentException("Some of these scopes are unknown: " + scopes));
        var grant = tokens.grants().allow(client.project(), person.account(), granted);
        return tokens.mint(grant, client.id(), granted, answers.expire(granted), answers);
    }
}
