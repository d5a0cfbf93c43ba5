package dev.concierge.sandbox.google;

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
import dev.concierge.sandbox.belongings.Belongings;
import dev.concierge.sandbox.calendar.CalendarSeed;
import dev.concierge.sandbox.calendar.Calendars;
import dev.concierge.sandbox.dialect.Bearer;
import dev.concierge.sandbox.dialect.CatalogTemplate;
import dev.concierge.sandbox.dialect.ConnectionsPage;
import dev.concierge.sandbox.dialect.IdTokens;
import dev.concierge.sandbox.dialect.RedirectUriRules;
import dev.concierge.sandbox.dialect.TokenEndpoint;
import dev.concierge.sandbox.dialect.TokenForm;
import dev.concierge.sandbox.dialect.Tokens;
import dev.concierge.sandbox.http.Routes;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Everything of Google, put together; YouTube is a part of it with an API of its own. */
public final class GoogleDialect implements Dialect {
    private static final String PROVIDER = "google";
    private static final String FILES = "files";
    private static final String MESSAGES = "messages";

    /** Google's own look, within its size ceilings (field 3). */
    private static final TokenForm FORM = new TokenForm(
            () -> "ya29.a0" + Randoms.base64Url(150), () -> "1//0" + Randoms.base64Url(72), GoogleRefreshRules.CAP);

    private final Shared shared;
    private final KnobBoard knobs;
    private final Tokens tokens;
    private final SigningKeys keys;
    private final Calendars calendars;
    private final Belongings files;
    private final Belongings messages;
    private final GoogleClaims truth;
    private final GoogleAuthorize authorize;
    private final GoogleTokenAnswers answers;
    private final Routes routes = new Routes();

    GoogleDialect(Shared shared) {
        this.shared = shared;
        this.knobs = new KnobBoard(PROVIDER, shared.store(), GoogleKnobs.all());
        this.tokens = Tokens.create(PROVIDER, shared, knobs, FORM);
        this.keys = new SigningKeys(PROVIDER, shared.store());
        this.calendars = new Calendars(PROVIDER, shared.store(), shared.clock(), this::sow);
        this.files = new Belongings(PROVIDER, FILES, shared.store(), shared.clock(), this::sowFiles);
        this.messages = new Belongings(PROVIDER, MESSAGES, shared.store(), shared.clock(), this::sowMessages);
        this.truth = new GoogleClaims(tokens, issuer());
        this.authorize = new GoogleAuthorize(issuer(), knobs);
        this.answers = new GoogleTokenAnswers(
                new ClientAuthentication(PROVIDER, shared, knobs), tokens, new IdTokens(shared, knobs, keys, truth));
        addSignIn();
        addTokens();
        addCalendar();
        addFilesAndMail();
        addPages();
    }

    private void addSignIn() {
        var codes = new Codes(PROVIDER, shared, knobs, tokens.grants());
        var sessions = new BrowserSessions(PROVIDER, shared);
        new AuthorizeFlow(authorize, shared, knobs, tokens.grants(), codes, sessions)
                .addTo(routes, "/o/oauth2/v2/auth");
        var token = new TokenEndpoint(answers, codes, tokens);
        routes.add("POST", "/token", "token", token::answer);
    }

    private void addTokens() {
        var metadata = new Metadata(issuer(), keys);
        var userinfo = new GoogleUserinfo(new Bearer(tokens.access(), GoogleErrors.REFUSALS), truth, knobs);
        routes.add("POST", "/revoke", "revoke", new RevokeEndpoint(tokens, knobs)::answer)
                .add("GET", "/v1/userinfo", "userinfo", userinfo::answer)
                .add("POST", "/v1/userinfo", "userinfo", userinfo::answer)
                .add("GET", "/oauth2/v3/certs", "jwks", metadata::jwks)
                .add("GET", "/.well-known/openid-configuration", "discovery", metadata::discovery);
    }

    private void addCalendar() {
        var bearer = new Bearer(tokens.access(), GoogleErrors.REFUSALS);
        var list = new CalendarListEndpoint(bearer, calendars, knobs, shared.clock());
        var events = new EventsEndpoint(bearer, calendars, knobs, shared.clock());
        var channels = new PushChannels(shared.clock());
        calendars.onChange(key -> channels.changed(WatchEndpoint.events(key), "exists"));
        calendars.onNewCalendar(account -> channels.changed(WatchEndpoint.list(account), "exists"));
        files.onChange(account -> channels.changed(WatchEndpoint.drive(account), "change"));
        var watch = new WatchEndpoint(bearer, calendars, channels, shared.clients(), knobs, shared.clock());
        routes.add("GET", "/calendar/v3/users/me/calendarList", "calendarList", list::list)
                .add("GET", "/calendar/v3/calendars/{calendar}/events", "events", events::list)
                .add("POST", "/calendar/v3/calendars/{calendar}/events", "insertEvent", events::insert)
                .add("POST", "/calendar/v3/calendars/{calendar}/events/watch", "watchEvents", watch::watch)
                .add("POST", "/calendar/v3/users/me/calendarList/watch", "watchList", watch::watchList)
                .add("POST", "/calendar/v3/channels/stop", "stopChannel", watch::stop)
                .add("POST", "/drive/v3/changes/watch", "watchChanges", watch::watchDrive)
                .add("POST", "/drive/v3/channels/stop", "stopChannel", watch::stopDrive);
    }

    private void addFilesAndMail() {
        var bearer = new Bearer(tokens.access(), GoogleErrors.REFUSALS);
        new DriveEndpoints(bearer, files).addTo(routes);
        new MailEndpoints(bearer, messages, new MailHistory(messages, knobs, shared.clock())).addTo(routes);
    }

    private void addPages() {
        new ConnectionsPage(authorize, shared, tokens.grants()).addTo(routes);
        var calendar = new CalendarPage(shared, calendars);
        routes.add("GET", "/calendar", "calendarPage", calendar::show)
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
        return CatalogTemplate.fill(GoogleDialect.class, PROVIDER, issuer());
    }

    @Override
    public Optional<String> redirectUriProblem(String redirectUri) {
        return RedirectUriRules.publicHostProblem(redirectUri);
    }

    /** Everything that Google has handed out. */
    public Tokens tokens() {
        return tokens;
    }

    @Override
    public List<LivingToken> living(Person person, Client client) {
        return tokens.living(person.account(), client.id(), answers.refreshRules());
    }

    /** Those of its Brand Accounts, too. */
    @Override
    public boolean revoke(String account, Client client) {
        return shared.store().change(() -> {
            boolean there = tokens.grants().end(client.project(), account);
            for (var channel : Channel.of(shared.people().get(account))) {
                there |= tokens.grants().end(GoogleAuthorize.brandGrant(client, channel), account);
            }
            return there;
        });
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
        var grant = tokens.grants().allow(client.project(), person.account(), granted);
        return tokens.mint(grant, client.id(), granted, true, answers);
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

    @Override
    public Map<String, Belongings> belongings() {
        return Map.of(FILES, files, MESSAGES, messages);
    }

    private void sowFiles(Belongings empty, String account) {
        shared.people()
                .find(account)
                .ifPresent(person -> new DriveSeed(empty, person, shared.clock().instant()).sow());
    }

    private void sowMessages(Belongings empty, String account) {
        shared.people()
                .find(account)
                .ifPresent(person -> new MailSeed(empty, person, shared.clock().instant()).sow());
    }

    /** Google's address here, which is its issuer. */
    public String issuer() {
        return shared.baseUrl() + "/" + PROVIDER;
    }
}
