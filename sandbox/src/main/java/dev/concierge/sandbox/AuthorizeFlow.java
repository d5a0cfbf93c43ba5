package dev.concierge.sandbox;

import dev.concierge.sandbox.Asked.Prompt;
import dev.concierge.sandbox.http.Answer;
import dev.concierge.sandbox.http.Parameters;
import dev.concierge.sandbox.http.Request;
import dev.concierge.sandbox.http.Routes;
import dev.concierge.sandbox.store.Store;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * From the authorization request to the redirect back: check, choose an account and what else there is to choose, consent,
 * code. Until client and redirect URI are known to belong together, nothing goes back to the client (RFC 6749 section
 * 4.1.2.1).
 */
public final class AuthorizeFlow {
    private static final String ACCOUNT = "account";
    private static final String CHOICE = "choice";
    private static final String CONSENT = "consent";

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
    private final Interactions interactions;
    private final AccountChoice choice;
    private final Needs needs;
    private final AuthorizePages pages;
    private final Callback callback;

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
        this.interactions = new Interactions(dialect.provider(), shared, sessions);
        this.choice = new AccountChoice(dialect, people);
        this.needs = new Needs(dialect, knobs, people, grants);
        this.pages = new AuthorizePages(dialect);
        this.callback = new Callback(dialect, knobs);
    }

    /** Adds the flow's routes; {@code path} is where the authorization request comes. */
    public void addTo(Routes routes, String path) {
        routes.add("GET", path, "authorize", this::authorize)
                .add("GET", "/signin/account", ACCOUNT, this::chooser)
                .add("POST", "/signin/account", ACCOUNT, this::choose)
                .add("GET", "/signin/choice", CHOICE, this::stepPage)
                .add("POST", "/signin/choice", CHOICE, this::pick)
                .add("GET", "/signin/consent", CONSENT, this::consentPage)
                .add("POST", "/signin/consent", CONSENT, this::decide);
    }

    private Answer authorize(Request request) {
        var parameters = dialect.parameters(request);
        var repeated = parameters.repeated();
        var id = repeated.contains("client_id") ? null : parameters.get("client_id");
        var client = clients.find(dialect.provider(), id).orElse(null);
        if (client == null) {
            return pages.nowhere(dialect.noClient(id), id);
        }
        if (repeated.contains("redirect_uri")) {
            return pages.nowhere(
                    new Redirect.Nowhere(400, "invalid_request", "The app said more than once where to go back to."),
                    id);
        }
        return switch (dialect.redirect(parameters, client)) {
            case Redirect.Nowhere nowhere -> pages.nowhere(nowhere, id);
            case Redirect.Mismatch(var uri, var error, var description) ->
                refused(client, uri, parameters, error, description);
            case Redirect.To(var uri) -> read(request, parameters, client, uri);
        };
    }

    private Answer read(Request request, Parameters parameters, Client client, String uri) {
        if (!parameters.repeated().isEmpty()) {
            return refused(client, uri, parameters, "invalid_request", "A parameter came more than once.");
        }
        return switch (dialect.read(parameters, client, uri)) {
            case AuthorizeDialect.Reading.Refused(var error, var description) ->
                refused(client, uri, parameters, error, description);
            case AuthorizeDialect.Reading.Fine(var asked) -> begin(request, asked, client);
        };
    }

    private Answer begin(Request request, Asked asked, Client client) {
        var signedIn = choice.admitted(asked, interactions.signedIn(request));
        var account = choice.known(asked, signedIn);
        if (asked.prompts().contains(Prompt.NONE)) {
            return silent(asked, client, signedIn, account);
        }
        var session = sessions.begin(request);
        var interaction = interactions.begin(session, asked);
        var next = account == null || asked.prompts().contains(Prompt.SELECT_ACCOUNT)
                ? toPage(ACCOUNT, interaction)
                : next(interaction.by(account), client);
        return sessions.remember(session, next);
    }

    /** OpenID Connect Core section 3.1.2.6 names the errors; which of them Google really sends is not documented. */
    private Answer silent(Asked asked, Client client, List<String> signedIn, @Nullable String account) {
        if (account == null) {
            return back(asked, signedIn.size() > 1 ? "account_selection_required" : "login_required");
        }
        var trip = new Interaction("", "", asked, account, Map.of(), clock.instant());
        return needs.step(trip).isPresent() || needs.consent(trip, client)
                ? back(asked, "consent_required")
                : silently(trip, client);
    }

    private Answer chooser(Request request) {
        return interactions
                .mine(request, request.query())
                .map(interaction -> pages.chooser(
                        interaction,
                        client(interaction),
                        choice.inOrder(interaction.asked().loginHint(), interactions.signedIn(request))))
                .orElseGet(() -> pages.gone(null));
    }

    private Answer choose(Request request) {
        var form = request.form();
        var interaction = own(request, form);
        if (interaction == null) {
            return pages.gone(null);
        }
        if (form.get("decision", "").equals("deny") && dialect.cancelsAtAccount()) {
            interactions.end(interaction);
            return denied(interaction.asked(), false);
        }
        var person = people.find(form.get(ACCOUNT)).orElse(null);
        if (person == null) {
            return pages.wrong("unknown_account", "Nobody here has that account.");
        }
        var refusal = dialect.refusal(interaction.asked(), person);
        if (refusal.isPresent()) {
            return pages.nowhere(refusal.get(), interaction.asked().clientId());
        }
        sessions.of(request).ifPresent(session -> sessions.signIn(session, person.account()));
        return next(interaction.by(person.account()), client(interaction));
    }

    private Answer stepPage(Request request) {
        var interaction = interactions.mine(request, request.query()).orElse(null);
        var step =
                interaction == null || interaction.account() == null ? Optional.<Step>empty() : needs.step(interaction);
        return interaction == null || step.isEmpty()
                ? pages.gone(null)
                : pages.step(interaction, client(interaction), needs.person(interaction), step.get());
    }

    private Answer pick(Request request) {
        var form = request.form();
        var interaction = own(request, form);
        var step =
                interaction == null || interaction.account() == null ? Optional.<Step>empty() : needs.step(interaction);
        if (interaction == null || step.isEmpty()) {
            return pages.gone(null);
        }
        var name = step.get().name();
        return step.get().allows(form.all(name))
                ? next(interaction.choosing(name, form.all(name)), client(interaction))
                : pages.wrong("invalid_request", "That is not among what there is to choose.");
    }

    private Answer consentPage(Request request) {
        var interaction = interactions.mine(request, request.query()).orElse(null);
        if (interaction == null
                || interaction.account() == null
                || needs.step(interaction).isPresent()) {
            return pages.gone(null);
        }
        var client = client(interaction);
        var person = needs.person(interaction);
        return needs.hurdle(interaction)
                .map(hurdle -> pages.hurdle(interaction, client, person, hurdle))
                .orElseGet(() -> pages.consent(
                        interaction.asking(needs.complete(interaction, client)),
                        client,
                        person,
                        knobs.get(Knobs.PARTIAL_CONSENT)));
    }

    private Answer decide(Request request) {
        var form = request.form();
        return store.change(() -> {
            var interaction = own(request, form);
            if (interaction == null
                    || interaction.account() == null
                    || needs.step(interaction).isPresent()) {
                return pages.gone(null);
            }
            var decision = form.get("decision", "");
            if (!Set.of("allow", "deny").contains(decision)) {
                return pages.wrong("invalid_request", "Choose Continue or Cancel.");
            }
            var hurdle = needs.hurdle(interaction).orElse(null);
            if (hurdle != null && decision.equals("allow")) {
                return pages.wrong("access_denied", hurdle.text());
            }
            interactions.end(interaction);
            if (hurdle != null) {
                return callback.error(interaction.asked(), hurdle.error());
            }
            var asked = needs.complete(interaction, client(interaction));
            var granted = needs.granted(asked, form.all("scope"));
            var nothing = granted.isEmpty() && !asked.scopes().isEmpty();
            return decision.equals("deny") || nothing
                    ? denied(interaction.asked(), true)
                    : issue(interaction, client(interaction), granted, true);
        });
    }

    /** What comes once the account is known: the next choice, consent, or straight the code. */
    private Answer next(Interaction interaction, Client client) {
        if (needs.step(interaction).isPresent()) {
            return toPage(CHOICE, interaction);
        }
        if (needs.consent(interaction, client)) {
            return toPage(CONSENT, interaction);
        }
        interactions.end(interaction);
        return silently(interaction, client);
    }

    private Answer silently(Interaction interaction, Client client) {
        return issue(interaction, client, needs.complete(interaction, client).scopes(), false);
    }

    private Answer issue(Interaction interaction, Client client, List<String> granted, boolean shown) {
        var asked = interaction.asked();
        var person = needs.person(interaction);
        return store.change(() -> {
            var consent = new Consent(client, person, asked, granted, interaction.chosen(), shown);
            var grant = dialect.grant(grants, consent);
            var scopes = new LinkedHashSet<>(granted);
            if (asked.includeGranted()) {
                scopes.addAll(grant.scopes());
            }
            var code = new Code(
                    dialect.newCode(),
                    grant.id(),
                    grant.project(),
                    person.account(),
                    client.id(),
                    asked.sentRedirectUri(),
                    List.copyOf(scopes),
                    asked.offline(),
                    asked.prompts().contains(Prompt.CONSENT),
                    asked.nonce(),
                    asked.challenge(),
                    asked.details(),
                    clock.instant(),
                    false);
            codes.issue(code);
            return callback.code(asked, code, dialect.callback(code, person, shown));
        });
    }

    private Answer toPage(String page, Interaction interaction) {
        interactions.save(interaction);
        var location = origin + "/" + dialect.provider() + "/signin/" + page + "?interaction=" + interaction.id();
        return Answer.redirect(303, location)
                .outcome("to_" + page + "_page")
                .client(interaction.asked().clientId());
    }

    /** The interaction that a form of ours names, or null. */
    private @Nullable Interaction own(Request request, Parameters form) {
        return request.fromOwnPage(origin) ? interactions.mine(request, form).orElse(null) : null;
    }

    private Client client(Interaction interaction) {
        return clients.find(dialect.provider(), interaction.asked().clientId()).orElseThrow();
    }

    private Answer denied(Asked asked, boolean account) {
        return callback.error(asked, dialect.denied(account));
    }

    private Answer back(Asked asked, String error) {
        return callback.error(asked, dialect.error(error, ""));
    }

    private Answer refused(Client client, String uri, Parameters parameters, String error, String description) {
        var mode = dialect.responseMode(parameters);
        return callback.error(client.id(), uri, parameters.get("state"), mode, dialect.error(error, description));
    }
}
