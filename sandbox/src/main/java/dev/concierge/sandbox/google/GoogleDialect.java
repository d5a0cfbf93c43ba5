package dev.concierge.sandbox.google;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.concierge.sandbox.AuthorizeFlow;
import dev.concierge.sandbox.BrowserSessions;
import dev.concierge.sandbox.Client;
import dev.concierge.sandbox.ClientAuthentication;
import dev.concierge.sandbox.Codes;
import dev.concierge.sandbox.Dialect;
import dev.concierge.sandbox.KnobBoard;
import dev.concierge.sandbox.Person;
import dev.concierge.sandbox.Shared;
import dev.concierge.sandbox.SigningKeys;
import dev.concierge.sandbox.calendar.CalendarSeed;
import dev.concierge.sandbox.calendar.Calendars;
import dev.concierge.sandbox.google.GoogleTokens.Holder;
import dev.concierge.sandbox.http.Routes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Everything of Google, put together. */
final class GoogleDialect implements Dialect {
    private static final String PROVIDER = "google";

    private final Shared shared;
    private final KnobBoard knobs;
    private final GoogleTokens tokens;
    private final SigningKeys keys;
    private final Calendars calendars;
    private final Routes routes = new Routes();

    GoogleDialect(Shared shared) {
        this.shared = shared;
        this.knobs = new KnobBoard(PROVIDER, shared.store(), GoogleKnobs.all());
        this.tokens = GoogleTokens.create(PROVIDER, shared, knobs);
        this.keys = new SigningKeys(PROVIDER, shared.store());
        this.calendars = new Calendars(PROVIDER, shared.store(), shared.clock(), this::sow);
        addSignIn();
        addTokens();
        addCalendar();
        addPages();
    }

    private void addSignIn() {
        var codes = new Codes(PROVIDER, shared, knobs, tokens.grants());
        var sessions = new BrowserSessions(PROVIDER, shared);
        var authorize = new GoogleAuthorize(issuer(), knobs);
        new AuthorizeFlow(authorize, shared, knobs, tokens.grants(), codes, sessions)
                .addTo(routes, "/o/oauth2/v2/auth");
        var idTokens = new GoogleIdTokens(shared, knobs, keys, issuer());
        var authentication = new ClientAuthentication(PROVIDER, shared, knobs);
        var token = new TokenEndpoint(authentication, codes, tokens, idTokens, knobs);
        routes.add("POST", "/token", "token", token::answer);
    }

    private void addTokens() {
        var metadata = new Metadata(issuer(), keys);
        var userinfo = new GoogleUserinfo(new GoogleBearer(tokens.access()), shared.people(), knobs);
        routes.add("POST", "/revoke", "revoke", new RevokeEndpoint(tokens, knobs)::answer)
                .add("GET", "/v1/userinfo", "userinfo", userinfo::answer)
                .add("POST", "/v1/userinfo", "userinfo", userinfo::answer)
                .add("GET", "/oauth2/v3/certs", "jwks", metadata::jwks)
                .add("GET", "/.well-known/openid-configuration", "discovery", metadata::discovery);
    }

    private void addCalendar() {
        var bearer = new GoogleBearer(tokens.access());
        var list = new CalendarListEndpoint(bearer, calendars, knobs, shared.clock());
        var events = new EventsEndpoint(bearer, calendars, knobs, shared.clock());
        routes.add("GET", "/calendar/v3/users/me/calendarList", "calendarList", list::list)
                .add("GET", "/calendar/v3/calendars/{calendar}/events", "events", events::list)
                .add("POST", "/calendar/v3/calendars/{calendar}/events", "insertEvent", events::insert);
    }

    private void addPages() {
        var connections = new ConnectionsPage(shared, tokens.grants());
        var calendar = new CalendarPage(shared, calendars);
        routes.add("GET", "/connections", "connections", connections::show)
                .add("POST", "/connections", "connections", connections::remove)
                .add("GET", "/calendar", "calendarPage", calendar::show)
                .add("POST", "/calendar", "calendarPage", calendar::change);
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
        try (var in = GoogleDialect.class.getResourceAsStream("catalog.yaml")) {
            if (in == null) {
                throw new IllegalStateException("catalog.yaml is missing from the jar");
            }
            return new String(in.readAllBytes(), UTF_8).replace("{{google}}", issuer());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    @Override
    public Optional<String> redirectUriProblem(String redirectUri) {
        return RedirectUriRules.problem(redirectUri);
    }

    @Override
    public boolean revoke(String account, Client client) {
        return tokens.grants().end(client.project(), account);
    }

    /** Field 6: a changed password ends the refresh tokens that hold Gmail scopes, and only those. */
    @Override
    public int passwordChanged(Person person) {
        return tokens.refresh()
                .endWhere(person.account(), token -> token.scopes().stream().anyMatch(GoogleScopes::isGmail));
    }

    @Override
    public Minted mint(Person person, Client client, List<String> scopes) {
        var granted = GoogleScopes.parse(String.join(" ", scopes))
                .orElseThrow(() -> new IllegalArgumentException("Some of these scopes are unknown: " + scopes));
        return shared.store().change(() -> {
            var grant = tokens.grants().allow(client.project(), person.account(), granted);
            var refresh = tokens.refresh().issue(grant, client.id(), granted);
            var holder = new Holder(grant.id(), grant.project(), person.account(), client.id(), refresh.family());
            var access = tokens.issueAccess(holder, person.account(), granted);
            var life = access.expiresAt().getEpochSecond()
                    - shared.clock().instant().getEpochSecond();
            return new Minted(access.value(), refresh.value(), life, granted);
        });
    }

    @Override
    public void rotateKeys(boolean withdrawOld) {
        keys.rotate(withdrawOld);
    }

    @Override
    public Optional<Calendars> calendars() {
        return Optional.of(calendars);
    }

    private void sow(Calendars empty, String account) {
        shared.people().find(account).ifPresent(person -> {
            var today = LocalDate.ofInstant(shared.clock().instant(), person.zone());
            new CalendarSeed(empty, today)
                    .sow(person.account(), person.givenName(), person.zone(), person.hostedDomain() != null);
        });
    }

    private String issuer() {
        return shared.baseUrl() + "/" + PROVIDER;
    }
}
