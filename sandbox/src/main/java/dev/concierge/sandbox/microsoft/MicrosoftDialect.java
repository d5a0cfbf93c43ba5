package dev.concierge.sandbox.microsoft;

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
import dev.concierge.sandbox.calendar.CalendarSeed;
import dev.concierge.sandbox.calendar.Calendars;
import dev.concierge.sandbox.dialect.Bearer;
import dev.concierge.sandbox.dialect.CatalogTemplate;
import dev.concierge.sandbox.dialect.ConnectionsPage;
import dev.concierge.sandbox.dialect.IdTokenSealer;
import dev.concierge.sandbox.dialect.TokenEndpoint;
import dev.concierge.sandbox.dialect.TokenForm;
import dev.concierge.sandbox.dialect.Tokens;
import dev.concierge.sandbox.http.Answer;
import dev.concierge.sandbox.http.Request;
import dev.concierge.sandbox.http.Routes;
import dev.concierge.sandbox.things.Things;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Everything of Microsoft, put together: Entra below {@code /microsoft/{tenant}}, Graph below {@code /microsoft/graph}. */
final class MicrosoftDialect implements Dialect {
    static final String PROVIDER = "microsoft";

    /** Microsoft names no limit; this one only keeps a load run from filling the memory. */
    private static final int REFRESH_TOKENS = 10_000;

    private final Shared shared;
    private final String base;
    private final String graph;
    private final KnobBoard knobs;
    private final Tokens tokens;
    private final SigningKeys keys;
    private final Codes codes;
    private final EntraErrors errors;
    private final EntraTokens tokenRules;
    private final Things things;
    private final Calendars calendars;
    private final Routes routes = new Routes();

    MicrosoftDialect(Shared shared) {
        this.shared = shared;
        this.base = shared.baseUrl() + "/" + PROVIDER;
        this.graph = base + "/graph";
        this.knobs = new KnobBoard(PROVIDER, shared.store(), MicrosoftKnobs.all());
        this.tokens = Tokens.create(PROVIDER, shared, knobs, form());
        this.keys = new SigningKeys(PROVIDER, shared.store());
        this.codes = new Codes(PROVIDER, shared, knobs, tokens.grants());
        this.errors = new EntraErrors(shared.clock(), base);
        addSignIn();
        this.tokenRules = addTokens();
        this.things = GraphThings.create(PROVIDER, shared.store(), shared.clock(), shared.people());
        this.calendars = new Calendars(PROVIDER, shared.store(), shared.clock(), this::sow);
        addGraph();
    }

    private static TokenForm form() {
        return new TokenForm(
                () -> "eyJ0eXAiOiJKV1Qi." + Randoms.base64Url(900) + "." + Randoms.base64Url(256),
                () -> "1.A" + Randoms.base64Url(600),
                REFRESH_TOKENS);
    }

    private void addSignIn() {
        var authorize = new EntraAuthorize(knobs, shared.clients());
        var sessions = new BrowserSessions(PROVIDER, shared);
        new AuthorizeFlow(authorize, shared, knobs, tokens.grants(), codes, sessions)
                .addTo(routes, "/{tenant}/oauth2/v2.0/authorize");
        new ConnectionsPage(authorize, shared, tokens.grants()).addTo(routes);
    }

    private EntraTokens addTokens() {
        var sealer = new IdTokenSealer(shared.secrets(), knobs, keys);
        var answer = new EntraAnswer(tokens, new EntraIdTokens(shared, knobs, sealer, base));
        var authentication = new ClientAuthentication(PROVIDER, shared, knobs);
        var rules = new EntraTokens(authentication, codes, tokens, answer, errors);
        var endpoint = new TokenEndpoint(rules, codes, tokens);
        routes.add(
                "POST",
                "/{tenant}/oauth2/v2.0/token",
                "token",
                request -> tenantProblem(request).orElseGet(() -> endpoint.answer(request)));
        return rules;
    }

    private void addGraph() {
        var metadata = new EntraMetadata(base, graph, keys);
        var graphErrors = new GraphErrors(shared.clock());
        var bearer = new Bearer(tokens.access(), graphErrors);
        var profile = new GraphProfile(bearer, shared.people(), knobs, graphErrors, graph);
        routes.add("GET", "/{tenant}/discovery/v2.0/keys", "jwks", metadata::jwks)
                .add("GET", "/{tenant}/v2.0/.well-known/openid-configuration", "discovery", metadata::discovery)
                .add("GET", "/graph/v1.0/me", "userinfo", profile::me)
                .add("GET", "/graph/oidc/userinfo", "userinfo", profile::userinfo)
                .add("POST", "/graph/oidc/userinfo", "userinfo", profile::userinfo);
        addContent(bearer, graphErrors);
    }

    private void addContent(Bearer bearer, GraphErrors graphErrors) {
        var delta = new DeltaQuery(shared.clock(), knobs);
        var base = graph + "/v1.0";
        var feeds = new GraphFeeds(bearer, things, shared.people(), graphErrors, delta, base);
        var calendar = new GraphCalendar(bearer, calendars, shared.people(), graphErrors, delta, base);
        routes.add("GET", "/graph/v1.0/me/drive/root/delta", "files", feeds::files)
                .add("GET", "/graph/v1.0/me/mailFolders/delta", "folders", feeds::folders)
                .add("GET", "/graph/v1.0/me/mailFolders/{folder}/messages/delta", "messages", feeds::messages)
                .add("GET", "/graph/v1.0/me/calendarView/delta", "events", calendar::view);
        var subscriptions = new Subscriptions(tokens.grants(), knobs, shared.clock());
        new SubscriptionEndpoints(bearer, graphErrors, subscriptions, shared.clock()).addTo(routes);
        var news = new GraphNews(subscriptions, calendars);
        things.onChange(news::changed);
        calendars.onChange(news::changed);
    }

    private void sow(Calendars empty, String account) {
        shared.people()
                .find(account)
                .ifPresent(person -> new CalendarSeed(
                                empty, LocalDate.ofInstant(shared.clock().instant(), person.zone()))
                        .sow(account, person.name(), person.zone(), person.hostedDomain() != null));
    }

    /** No client is looked at before the tenant is known. */
    private Optional<Answer> tenantProblem(Request request) {
        var tenant = Tenant.named(request.variable("tenant")).orElse(null);
        if (tenant == null) {
            return Optional.of(errors.answer(EntraError.UNKNOWN_TENANT));
        }
        return !tenant.equals(Tenant.MERIDIAN) && knobs.get(MicrosoftKnobs.SINGLE_TENANT)
                ? Optional.of(errors.answer(EntraError.SINGLE_TENANT))
                : Optional.empty();
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
    public Optional<Calendars> calendars() {
        return Optional.of(calendars);
    }

    @Override
    public Optional<Things> things() {
        return Optional.of(things);
    }

    @Override
    public String catalogFile() {
        return CatalogTemplate.fill(MicrosoftDialect.class, PROVIDER, base);
    }

    @Override
    public Optional<String> redirectUriProblem(String redirectUri) {
        return MicrosoftRedirectUris.problem(redirectUri);
    }

    @Override
    public List<LivingToken> living(Person person, Client client) {
        return tokens.living(person.account(), client.id(), tokenRules.refreshRules());
    }

    @Override
    public boolean revoke(String account, Client client) {
        return tokens.grants().end(client.id(), account);
    }

    /** Field 6: tokens of a confidential client survive a change by the person, and no reset by an administrator. */
    @Override
    public int passwordChanged(Person person) {
        return knobs.get(MicrosoftKnobs.PASSWORD_RESET_BY_ADMIN)
                ? tokens.refresh().endWhere(person.account(), _ -> true)
                : 0;
    }

    @Override
    public Minted mint(Person person, Client client, List<String> scopes) {
        var read = MicrosoftScopes.read(String.join(" ", scopes));
        if (!read.unknown().isEmpty()) {
            throw new IllegalArgumentException("This scope is unknown: " + read.unknown());
        }
        return shared.store().change(() -> {
            var grant = tokens.grants().allow(client.id(), person.account(), read.scopes());
            boolean offline = read.scopes().contains(MicrosoftScopes.OFFLINE);
            return tokens.mint(grant, client.id(), read.scopes(), offline, tokenRules);
        });
    }

    @Override
    public void rotateKeys(boolean withdrawOld) {
        keys.rotate(withdrawOld);
    }
}
