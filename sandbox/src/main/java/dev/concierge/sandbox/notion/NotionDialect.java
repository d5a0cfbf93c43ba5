package dev.concierge.sandbox.notion;

import dev.concierge.sandbox.AuthorizeFlow;
import dev.concierge.sandbox.BrowserSessions;
import dev.concierge.sandbox.Client;
import dev.concierge.sandbox.ClientAuthentication;
import dev.concierge.sandbox.Codes;
import dev.concierge.sandbox.Dialect;
import dev.concierge.sandbox.Grant;
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
import dev.concierge.sandbox.entries.Entries;
import dev.concierge.sandbox.http.Routes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Everything of Notion, put together. */
final class NotionDialect implements Dialect {
    private static final String PROVIDER = "notion";
    private static final TokenForm FORM = new TokenForm(
            () -> "ntn_" + Randoms.alphanumeric(46), () -> "nrt_" + Randoms.alphanumeric(46), TokenForm.UNLIMITED);

    private final Shared shared;
    private final String address;
    private final KnobBoard knobs;
    private final Tokens tokens;
    private final NotionTokenAnswers answers;
    private final Entries entries;
    private final NotionWebhook webhook;
    private final Routes routes = new Routes();

    NotionDialect(Shared shared) {
        this.shared = shared;
        this.address = shared.baseUrl() + "/" + PROVIDER;
        this.knobs = new KnobBoard(PROVIDER, shared.store(), NotionKnobs.all());
        this.tokens = Tokens.create(PROVIDER, shared, knobs, FORM);
        this.entries = new Entries(
                PROVIDER, shared.store(), shared.clock(), new NotionContent(shared.people(), shared.clock()));
        this.webhook = new NotionWebhook(shared.people(), tokens.grants());
        entries.onChange(webhook::changed);
        var bots = new Bots(tokens, address);
        var authentication = new ClientAuthentication(PROVIDER, shared, knobs);
        this.answers = new NotionTokenAnswers(authentication, tokens, bots);
        var codes = new Codes(PROVIDER, shared, knobs, tokens.grants());
        var authorize = new NotionAuthorize(knobs, shared.clients(), tokens.grants());
        new AuthorizeFlow(authorize, shared, knobs, tokens.grants(), codes, new BrowserSessions(PROVIDER, shared))
                .addTo(routes, "/v1/oauth/authorize");
        new ConnectionsPage(authorize, shared, tokens.grants(), this::lines).addTo(routes);
        var api = new NotionApi(authentication, tokens, bots);
        routes.add("POST", "/v1/oauth/token", "token", new TokenEndpoint(answers, codes, tokens)::answer)
                .add("POST", "/v1/oauth/revoke", "revoke", api::revoke)
                .add("POST", "/v1/oauth/introspect", "introspect", api::introspect)
                .add("GET", "/v1/users/me", "userinfo", api::me)
                .add("POST", "/v1/search", "search", new SearchEndpoint(tokens, entries)::answer);
    }

    /** What a connection may do, and on which pages. */
    private List<String> lines(Grant grant) {
        var picked = grant.choices().getOrDefault(Bots.PAGE, List.of());
        var workspace = Bots.workspace(shared.people().get(grant.account()), grant.choices());
        return Stream.concat(
                        grant.scopes().stream()
                                .map(name -> Capabilities.text(name).title()),
                        workspace.pages().stream()
                                .filter(page -> picked.contains(page.id()))
                                .map(page -> "Page: " + page.title()))
                .toList();
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
    public Optional<Webhook> webhook() {
        return Optional.of(webhook);
    }

    @Override
    public String catalogFile() {
        return CatalogTemplate.fill(NotionDialect.class, PROVIDER, address);
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
    public Optional<Entries> entries() {
        return Optional.of(entries);
    }

    /** In every workspace. */
    @Override
    public boolean revoke(String account, Client client) {
        return shared.store().change(() -> Bots.endAll(tokens.grants(), account, client));
    }

    /** For the person's first workspace and all its pages; Notion has no scopes, so none are looked at. */
    @Override
    public Minted mint(Person person, Client client, List<String> scopes) {
        var workspace = Workspaces.of(person).getFirst();
        var chosen = Map.of(Bots.WORKSPACE, List.of(workspace.id()), Bots.PAGE, workspace.pageIds());
        var capabilities = knobs.get(NotionKnobs.CAPABILITIES);
        var name = Bots.grantName(client, person, chosen);
        var grant = tokens.grants().allow(name, person.account(), capabilities, chosen);
        return tokens.mint(grant, client.id(), capabilities, !knobs.get(NotionKnobs.NO_REFRESH_TOKEN), answers);
    }
}
