package dev.concierge.sandbox.linkedin;

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
import dev.concierge.sandbox.SigningKeys;
import dev.concierge.sandbox.dialect.Bearer;
import dev.concierge.sandbox.dialect.CatalogTemplate;
import dev.concierge.sandbox.dialect.ConnectionsPage;
import dev.concierge.sandbox.dialect.IdTokens;
import dev.concierge.sandbox.dialect.RedirectUriRules;
import dev.concierge.sandbox.dialect.TokenEndpoint;
import dev.concierge.sandbox.dialect.TokenForm;
import dev.concierge.sandbox.dialect.Tokens;
import dev.concierge.sandbox.entries.Entries;
import dev.concierge.sandbox.http.Answer;
import dev.concierge.sandbox.http.Request;
import dev.concierge.sandbox.http.Routes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Everything of LinkedIn, put together. */
final class LinkedinDialect implements Dialect {
    private static final String PROVIDER = "linkedin";

    /** About 500 characters (field 3). */
    private static final TokenForm FORM = new TokenForm(
            () -> "AQ" + Randoms.base64Url(372), () -> "AQ" + Randoms.base64Url(375), TokenForm.UNLIMITED);

    private final String address;
    private final KnobBoard knobs;
    private final Tokens tokens;
    private final SigningKeys keys;
    private final LinkedinMembers members;
    private final LinkedinErrors errors;
    private final Bearer bearer;
    private final LinkedinTokenAnswers answers;
    private final Entries posts;
    private final Routes routes = new Routes();

    LinkedinDialect(Shared shared) {
        this.address = shared.baseUrl() + "/" + PROVIDER;
        this.knobs = new KnobBoard(PROVIDER, shared.store(), LinkedinKnobs.all());
        this.tokens = Tokens.create(PROVIDER, shared, knobs, FORM);
        this.keys = new SigningKeys(PROVIDER, shared.store());
        this.members = new LinkedinMembers(shared, knobs, address);
        this.errors = new LinkedinErrors(knobs);
        this.bearer = new Bearer(tokens.access(), errors);
        var authentication = new ClientAuthentication(PROVIDER, shared, knobs);
        this.answers = new LinkedinTokenAnswers(authentication, tokens, new IdTokens(shared, knobs, keys, members));
        var codes = new Codes(PROVIDER, shared, knobs, tokens.grants());
        var authorize = new LinkedinAuthorize(knobs);
        new AuthorizeFlow(authorize, shared, knobs, tokens.grants(), codes, new BrowserSessions(PROVIDER, shared))
                .addTo(routes, "/oauth/v2/authorization");
        new ConnectionsPage(authorize, shared, tokens.grants()).addTo(routes);
        var revoke = new RevokeEndpoint(authentication, tokens);
        this.posts = new Entries(PROVIDER, shared.store(), shared.clock(), new Organizations(shared.clock()));
        var rest = new RestApi(bearer, errors, posts, knobs);
        routes.add("POST", "/oauth/v2/accessToken", "token", new TokenEndpoint(answers, codes, tokens)::answer)
                .add("POST", "/oauth/v2/revoke", "revoke", revoke::answer)
                .add("GET", "/v2/userinfo", "userinfo", this::userinfo)
                .add("GET", "/rest/organizationAcls", "roles", rest::roles)
                .add("GET", "/rest/posts", "posts", rest::posts)
                .add("GET", "/rest/organizationalEntityShareStatistics", "figures", rest::figures)
                .add("GET", "/oauth/.well-known/openid-configuration", "discovery", this::discovery)
                .add("GET", "/oauth/openid/jwks", "jwks", _ -> Answer.json(200, keys.publicSet()));
    }

    private Answer userinfo(Request request) {
        return bearer.require(
                request,
                Set.of(LinkedinScopes.OPENID),
                "GET /userinfo",
                token -> knobs.get(LinkedinKnobs.THROTTLED)
                        ? errors.throttled()
                        : Answer.json(200, members.userinfo(token)));
    }

    /** Below {@code /oauth}, not at the host's root (field 9). */
    private Answer discovery(Request request) {
        var document = new LinkedHashMap<String, Object>();
        document.put("issuer", address + "/oauth");
        document.put("authorization_endpoint", address + "/oauth/v2/authorization");
        document.put("token_endpoint", address + "/oauth/v2/accessToken");
        document.put("userinfo_endpoint", address + "/v2/userinfo");
        document.put("jwks_uri", address + "/oauth/openid/jwks");
        document.put("response_types_supported", List.of("code"));
        document.put("subject_types_supported", List.of("pairwise"));
        document.put("id_token_signing_alg_values_supported", List.of("RS256"));
        document.put("scopes_supported", LinkedinScopes.of(Product.SIGN_IN));
        document.put(
                "claims_supported",
                List.of("iss", "aud", "iat", "exp", "sub", "name", "given_name", "family_name", "picture", "email"));
        return Answer.json(200, document);
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
        return CatalogTemplate.fill(LinkedinDialect.class, PROVIDER, address);
    }

    @Override
    public Optional<String> redirectUriProblem(String redirectUri) {
        return RedirectUriRules.problem(redirectUri);
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
        LinkedinScopes.closed(scopes, List.of(Product.values())).ifPresent(scope -> {
            throw new IllegalArgumentException("The scope " + scope + " is unknown.");
        });
        var grant = tokens.grants().allow(client.project(), person.account(), scopes);
        return tokens.mint(grant, client.id(), scopes, knobs.get(LinkedinKnobs.PARTNER), answers);
    }

    @Override
    public void rotateKeys(boolean withdrawOld) {
        keys.rotate(withdrawOld);
    }
}
