package dev.concierge.sandbox.meta;

import dev.concierge.sandbox.AuthorizeFlow;
import dev.concierge.sandbox.BrowserSessions;
import dev.concierge.sandbox.Client;
import dev.concierge.sandbox.ClientAuthentication;
import dev.concierge.sandbox.Codes;
import dev.concierge.sandbox.Dialect;
import dev.concierge.sandbox.Grant;
import dev.concierge.sandbox.KnobBoard;
import dev.concierge.sandbox.Person;
import dev.concierge.sandbox.Randoms;
import dev.concierge.sandbox.Shared;
import dev.concierge.sandbox.dialect.CatalogTemplate;
import dev.concierge.sandbox.dialect.ConnectionsPage;
import dev.concierge.sandbox.dialect.TokenEndpoint;
import dev.concierge.sandbox.dialect.TokenForm;
import dev.concierge.sandbox.dialect.Tokens;
import dev.concierge.sandbox.dialect.Webhook;
import dev.concierge.sandbox.entries.Entries;
import dev.concierge.sandbox.http.Routes;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Everything of Meta, put together; dialog and Graph API on one host here. */
final class MetaDialect implements Dialect {
    static final String PROVIDER = "meta";

    private static final TokenForm FORM =
            new TokenForm(() -> "EAA" + Randoms.alphanumeric(200), () -> Randoms.alphanumeric(40), TokenForm.UNLIMITED);

    private final Shared shared;
    private final String address;
    private final KnobBoard knobs;
    private final Tokens all;
    private final MetaTokens tokens;
    private final Consents consents;
    private final Entries posts;
    private final MetaWebhook webhook = new MetaWebhook();
    private final Routes routes = new Routes();

    MetaDialect(Shared shared) {
        this.shared = shared;
        this.address = shared.baseUrl() + "/" + PROVIDER;
        this.knobs = new KnobBoard(PROVIDER, shared.store(), MetaKnobs.all());
        this.all = Tokens.create(PROVIDER, shared, knobs, FORM);
        this.tokens = new MetaTokens(all);
        this.consents = new Consents(shared, knobs, all.grants());
        this.posts =
                new Entries(PROVIDER, shared.store(), shared.clock(), new PagePosts(shared.people(), shared.clock()));
        posts.onChange(webhook::changed);
        addSignIn();
        addGraph();
    }

    private void addSignIn() {
        var codes = new Codes(PROVIDER, shared, knobs, all.grants());
        var authorize = new MetaAuthorize(knobs, shared.clients(), all.grants(), consents);
        new AuthorizeFlow(authorize, shared, knobs, all.grants(), codes, new BrowserSessions(PROVIDER, shared))
                .addTo(routes, "/{version}/dialog/oauth");
        new ConnectionsPage(authorize, shared, all.grants(), this::lines).addTo(routes);
        var rules = new MetaTokenRules(new ClientAuthentication(PROVIDER, shared, knobs), tokens);
        var endpoint = new TokenEndpoint(rules, codes, all);
        var api = new GraphApi(tokens);
        api.add(routes, "GET", "/oauth/access_token", "token", endpoint::answer);
        api.add(routes, "POST", "/oauth/access_token", "token", endpoint::answer);
    }

    private void addGraph() {
        var api = new GraphApi(tokens);
        var nodes = new GraphNodes(api, tokens, consents, address);
        var permissions = new PermissionsEndpoint(api, tokens, consents);
        var debug = new DebugToken(api, tokens, consents);
        api.add(routes, "GET", "/me", "userinfo", nodes::me);
        api.add(routes, "GET", "/debug_token", "debugToken", debug::answer);
        api.add(routes, "GET", "/me/accounts", "accounts", nodes::accounts);
        api.add(routes, "GET", "/{user}/permissions", "permissions", permissions::list);
        api.add(
                routes,
                "GET",
                "/{node}/published_posts",
                "posts",
                new PostsEndpoint(api, consents, posts, address)::answer);
        api.add(routes, "GET", "/{node}", "node", nodes::pageById);
        api.add(routes, "DELETE", "/{user}/permissions", "revoke", permissions::removeAll);
        api.add(routes, "DELETE", "/{user}/permissions/{permission}", "revoke", permissions::removeOne);
    }

    /** What an app may do, and on which Pages. */
    private List<String> lines(Grant grant) {
        var picked = consents.pages(grant);
        return Stream.concat(
                        grant.scopes().stream()
                                .map(name -> MetaPermissions.text(name).title()),
                        MetaPage.of(shared.people().get(grant.account())).stream()
                                .filter(page -> picked.contains(page.id()))
                                .map(page -> "Page: " + page.name()))
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
        return CatalogTemplate.fill(MetaDialect.class, PROVIDER, address);
    }

    @Override
    public Optional<String> redirectUriProblem(String redirectUri) {
        return MetaRedirectUris.problem(redirectUri);
    }

    @Override
    public Optional<Entries> entries() {
        return Optional.of(posts);
    }

    @Override
    public boolean revoke(String account, Client client) {
        return all.grants().end(client.id(), account);
    }

    /** Field 10: every token is dead (190/460), the consent stays. There are no refresh tokens to count. */
    @Override
    public int passwordChanged(Person person) {
        tokens.passwordChanged(person.account());
        return 0;
    }

    /** A long user token, for all Pages. */
    @Override
    public Minted mint(Person person, Client client, List<String> scopes) {
        var read = MetaPermissions.read(String.join(",", scopes))
                .orElseThrow(() -> new IllegalArgumentException("Some of these scopes are unknown: " + scopes));
        return shared.store().change(() -> {
            var pages = MetaPage.of(person).stream().map(MetaPage::id).toList();
            var grant = consents.grantAll(client.id(), person.account(), read, pages);
            var token = tokens.longLived(grant, client.id(), person.account(), read);
            return new Minted(token.value(), "", tokens.secondsLeft(token), read);
        });
    }
}
