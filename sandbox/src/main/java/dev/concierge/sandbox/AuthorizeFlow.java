package dev.concierge.sandbox;

import dev.concierge.sandbox.Asked.Prompt;
import dev.concierge.sandbox.http.Answer;
import dev.concierge.sandbox.http.Parameters;
import dev.concierge.sandbox.http.Request;
import dev.concierge.sandbox.http.Routes;
import dev.concierge.sandbox.store.Store;
import dev.concierge.sandbox.store.Table;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * From the authorization request to the redirect back: check, choose an account, consent, code. Until client and redirect
 * URI are known to belong together, nothing goes back to the client (RFC 6749 section 4.1.2.1).
 */
public final class AuthorizeFlow {
    private static final Duration INTERACTION_LIFE = Duration.ofMinutes(30);
    private static final int PEOPLE_SHOWN = 12;
    private static final int SWEEP_EVERY = 1_000;

    private final AuthorizeDialect dialect;
    private final Store store;
    private final Clock clock;
    private final Clients clients;
    private final People people;
    private final String origin;
    private final KnobBoard knobs;
    private final Grants grants;
    private final Codes codes;
    private final BrowserSessions sessions;
    private final Table<Interaction> interactions;
    private final AuthorizePages pages;
    private final Callback callback;
    private long begun;

    public AuthorizeFlow(
            AuthorizeDialect dialect,
            Shared shared,
            KnobBoard knobs,
            Grants grants,
            Codes codes,
            BrowserSessions sessions) {
        this.dialect = dialect;
        this.store = shared.store();
        this.clock = shared.clock();
        this.clients = shared.clients();
        this.people = shared.people();
        this.origin = shared.baseUrl();
        this.knobs = knobs;
        this.grants = grants;
        this.codes = codes;
        this.sessions = sessions;
        this.interactions = store.table(dialect.provider() + ".interactions", Interaction.class);
        this.pages = new AuthorizePages(dialect);
        this.callback = new Callback(dialect, knobs);
    }

    /** Adds the flow's routes; {@code path} is where the authorization request comes. */
    public void addTo(Routes routes, String path) {
        routes.add("GET", path, "authorize", this::authorize)
                .add("GET", "/signin/account", "account", this::chooser)
                .add("POST", "/signin/account", "account", this::choose)
                .add("GET", "/signin/consent", "consent", this::consentPage)
                .add("POST", "/signin/consent", "consent", this::decide);
    }

    private Answer authorize(Request request) {
        var parameters = request.query();
        var id = parameters.get("client_id");
        var uri = parameters.get("redirect_uri");
        var repeated = parameters.repeated();
        if (id == null || uri == null || repeated.contains("client_id") || repeated.contains("redirect_uri")) {
            return refused(400, "invalid_request", "The app did not say once who it is and where to go back to.", id);
        }
        var client = clients.find(dialect.provider(), id).orElse(null);
        if (client == null) {
            return refused(401, "invalid_client", "No app is registered here under that client id.", id);
        }
        if (!client.redirectUris().contains(uri)) {
            return refused(400, "redirect_uri_mismatch", "The app is not registered with that redirect URI.", id);
        }
        var state = parameters.get("state");
        if (!repeated.isEmpty()) {
            return callback.error(id, uri, state, "invalid_request", "A parameter came more than once.");
        }
        return switch (dialect.read(parameters, client)) {
            case AuthorizeDialect.Reading.Refused(var error, var description) ->
                callback.error(id, uri, state, error, description);
            case AuthorizeDialect.Reading.Fine(var asked) -> begin(request, asked, client);
        };
    }

    private Answer begin(Request request, Asked asked, Client client) {
        var signedIn =
                sessions.of(request).map(BrowserSessions.Session::accounts).orElse(List.of());
        var account = known(asked, signedIn);
        if (asked.prompts().contains(Prompt.NONE)) {
            return silent(asked, client, signedIn, account);
        }
        var session = sessions.begin(request);
        var interaction = new Interaction(
                Randoms.base64Url(18),
                session.id(),
                asked,
                null,
                clock.instant().plus(INTERACTION_LIFE));
        var next = account == null || asked.prompts().contains(Prompt.SELECT_ACCOUNT)
                ? toPage("account", interaction)
                : afterChoice(interaction, client, account);
        return sessions.remember(session, next);
    }

    /** OpenID Connect Core section 3.1.2.6 names the errors; which of them Google really sends is not documented. */
    private Answer silent(Asked asked, Client client, List<String> signedIn, @Nullable String account) {
        if (account == null) {
            var error = signedIn.size() > 1 ? "account_selection_required" : "login_required";
            return back(asked, error, "");
        }
        return needsConsent(asked, client, account)
                ? back(asked, "consent_required", "")
                : issue(asked, client, people.get(account), asked.scopes(), false);
    }

    private Answer chooser(Request request) {
        var interaction = mine(request, request.query()).orElse(null);
        if (interaction == null) {
            return pages.gone(null);
        }
        var signedIn =
                sessions.of(request).map(BrowserSessions.Session::accounts).orElse(List.of());
        return pages.chooser(
                interaction, client(interaction), inOrder(interaction.asked().loginHint(), signedIn));
    }

    private Answer choose(Request request) {
        var form = request.form();
        var interaction = request.fromOwnPage(origin) ? mine(request, form).orElse(null) : null;
        if (interaction == null) {
            return pages.gone(null);
        }
        var person = people.find(form.get("account")).orElse(null);
        if (person == null) {
            return refused(400, "unknown_account", "Nobody here has that account.", null);
        }
        sessions.of(request).ifPresent(session -> sessions.signIn(session, person.account()));
        return afterChoice(interaction, client(interaction), person.account());
    }

    private Answer consentPage(Request request) {
        var interaction = mine(request, request.query()).orElse(null);
        var account = interaction == null ? null : interaction.account();
        if (interaction == null || account == null) {
            return pages.gone(null);
        }
        return pages.consent(interaction, client(interaction), people.get(account), knobs.get(Knobs.PARTIAL_CONSENT));
    }

    private Answer decide(Request request) {
        var form = request.form();
        return store.change(() -> {
            var interaction = request.fromOwnPage(origin) ? mine(request, form).orElse(null) : null;
            var account = interaction == null ? null : interaction.account();
            if (interaction == null || account == null) {
                return pages.gone(null);
            }
            var decision = form.get("decision", "");
            if (!Set.of("allow", "deny").contains(decision)) {
                return refused(400, "invalid_request", "Choose Continue or Cancel.", null);
            }
            interactions.remove(interaction.id());
            var granted = granted(interaction.asked(), form.all("scope"));
            return decision.equals("deny") || granted.isEmpty()
                    ? back(interaction.asked(), "access_denied", "")
                    : issue(interaction.asked(), client(interaction), people.get(account), granted, true);
        });
    }

    /** Straight to the code when the person has agreed to all of it before and need not be asked again. */
    private Answer afterChoice(Interaction interaction, Client client, String account) {
        if (needsConsent(interaction.asked(), client, account)) {
            return toPage("consent", interaction.by(account));
        }
        store.change(() -> interactions.remove(interaction.id()));
        return issue(
                interaction.asked(),
                client,
                people.get(account),
                interaction.asked().scopes(),
                false);
    }

    private Answer issue(Asked asked, Client client, Person person, List<String> granted, boolean consentShown) {
        return store.change(() -> {
            var grant = grants.allow(client.project(), person.account(), granted);
            var scopes = new LinkedHashSet<>(granted);
            if (asked.includeGranted()) {
                scopes.addAll(grant.scopes());
            }
            var code = new Code(
                    dialect.newCode(),
                    grant.id(),
                    client.project(),
                    person.account(),
                    client.id(),
                    asked.redirectUri(),
                    List.copyOf(scopes),
                    asked.offline(),
                    asked.prompts().contains(Prompt.CONSENT),
                    asked.nonce(),
                    asked.challenge(),
                    clock.instant(),
                    false);
            codes.issue(code);
            return callback.code(asked, code, dialect.callback(code, person, consentShown));
        });
    }

    /** What the person ticked, where there was something to tick; a scope nobody asked for is not granted. */
    private List<String> granted(Asked asked, List<String> ticked) {
        if (!dialect.granular(asked.scopes())) {
            return asked.scopes();
        }
        var unticked = knobs.get(Knobs.PARTIAL_CONSENT);
        return asked.scopes().stream()
                .filter(scope -> dialect.text(scope).always() || (ticked.contains(scope) && !unticked.contains(scope)))
                .toList();
    }

    private boolean needsConsent(Asked asked, Client client, String account) {
        var before = grants.find(client.project(), account).map(Grant::scopes).orElse(List.of());
        return asked.prompts().contains(Prompt.CONSENT) || !before.containsAll(asked.scopes());
    }

    /** The account that needs no choosing: the hinted one when it is signed in, else the only one that is. */
    private @Nullable String known(Asked asked, List<String> signedIn) {
        var hint = asked.loginHint();
        if (hint != null) {
            return signedIn.stream()
                    .filter(account -> dialect.hintMeans(hint, people.get(account)))
                    .findFirst()
                    .orElse(null);
        }
        return signedIn.size() == 1 ? signedIn.getFirst() : null;
    }

    /** The hinted person first, then who is signed in, then the others. */
    private List<Person> inOrder(@Nullable String hint, List<String> signedIn) {
        var everybody = people.all();
        var order = new LinkedHashSet<Person>();
        everybody.stream()
                .filter(each -> hint != null && dialect.hintMeans(hint, each))
                .forEach(order::add);
        signedIn.forEach(account -> order.add(people.get(account)));
        order.addAll(everybody.subList(0, Math.min(PEOPLE_SHOWN, everybody.size())));
        return List.copyOf(order);
    }

    private Answer toPage(String page, Interaction interaction) {
        store.change(() -> {
            interactions.put(interaction.id(), interaction);
            if (++begun % SWEEP_EVERY == 0) {
                interactions.removeIf(each -> !clock.instant().isBefore(each.expiresAt()));
            }
        });
        var location = origin + "/" + dialect.provider() + "/signin/" + page + "?interaction=" + interaction.id();
        return Answer.redirect(303, location)
                .outcome("to_" + page + "_page")
                .client(interaction.asked().clientId());
    }

    /** The interaction that is named, when it began in this browser and is not over. */
    private Optional<Interaction> mine(Request request, Parameters parameters) {
        var interaction = interactions.get(parameters.get("interaction", ""));
        return sessions.of(request)
                .filter(session -> interaction != null && session.id().equals(interaction.session()))
                .flatMap(_ -> Optional.ofNullable(interaction))
                .filter(each -> clock.instant().isBefore(each.expiresAt()));
    }

    private Client client(Interaction interaction) {
        return clients.find(dialect.provider(), interaction.asked().clientId()).orElseThrow();
    }

    private Answer back(Asked asked, String error, String description) {
        return callback.error(asked.clientId(), asked.redirectUri(), asked.state(), error, description);
    }

    private Answer refused(int status, String error, String explanation, @Nullable String clientId) {
        return Html.errorPage(status, "Sandbox " + dialect.title(), error, explanation)
                .client(clientId);
    }
}
