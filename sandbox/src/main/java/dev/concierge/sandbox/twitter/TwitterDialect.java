package dev.concierge.sandbox.twitter;

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
import dev.concierge.sandbox.entries.Entries;
import dev.concierge.sandbox.http.Routes;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Everything of X, put together. */
final class TwitterDialect implements Dialect {
    private static final String PROVIDER = "twitter";
    private static final TokenForm FORM =
            new TokenForm(() -> Randoms.base64Url(68), () -> Randoms.base64Url(69), TokenForm.UNLIMITED);

    private final String address;
    private final KnobBoard knobs;
    private final Tokens tokens;
    private final TwitterTokenAnswers answers;
    private final Entries posts;
    private final Routes routes = new Routes();

    TwitterDialect(Shared shared) {
        this.address = shared.baseUrl() + "/" + PROVIDER;
        this.knobs = new KnobBoard(PROVIDER, shared.store(), TwitterKnobs.all());
        this.tokens = Tokens.create(PROVIDER, shared, knobs, FORM);
        this.posts = new Entries(PROVIDER, shared.store(), shared.clock(), new TwitterPosts(shared.clock()));
        var clients = new TwitterClients(new ClientAuthentication(PROVIDER, shared, knobs), shared.clients(), knobs);
        this.answers = new TwitterTokenAnswers(clients, tokens);
        var codes = new Codes(PROVIDER, shared, knobs, tokens.grants());
        var authorize = new TwitterAuthorize(knobs);
        new AuthorizeFlow(authorize, shared, knobs, tokens.grants(), codes, new BrowserSessions(PROVIDER, shared))
                .addTo(routes, "/i/oauth2/authorize");
        new ConnectionsPage(authorize, shared, tokens.grants()).addTo(routes);
        var token = new TokenEndpoint(answers, codes, tokens);
        var revoke = new RevokeEndpoint(clients, answers, tokens);
        routes.add("POST", "/2/oauth2/token", "token", token::answer)
                .add("POST", "/2/oauth2/revoke", "revoke", revoke::answer)
                .add("GET", "/2/users/me", "userinfo", new MeEndpoint(tokens, address)::answer)
                .add("GET", "/2/users/{id}/tweets", "timeline", new TimelineEndpoint(tokens, posts)::answer);
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
    public String catalogFile() {
        return CatalogTemplate.fill(TwitterDialect.class, PROVIDER, address);
    }

    /** Field 12: 127.0.0.1, not localhost. */
    @Override
    public Optional<String> redirectUriProblem(String redirectUri) {
        return RedirectUriRules.problem(redirectUri).or(() -> localhostProblem(redirectUri));
    }

    private Optional<String> localhostProblem(String redirectUri) {
        boolean localhost = "localhost".equalsIgnoreCase(URI.create(redirectUri).getHost());
        return localhost && !knobs.get(TwitterKnobs.LOCALHOST_REDIRECTS)
                ? Optional.of("The redirect URI must name 127.0.0.1, not localhost: " + redirectUri)
                : Optional.empty();
    }

    @Override
    public Optional<Entries> entries() {
        return Optional.of(posts);
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
        var granted = TwitterScopes.parse(String.join(" ", scopes))
                .orElseThrow(() -> new IllegalArgumentException("Some of these scopes are unknown: " + scopes));
        var grant = tokens.grants().allow(client.project(), person.account(), granted);
        return tokens.mint(grant, client.id(), granted, granted.contains(TwitterScopes.OFFLINE), answers);
    }
}
