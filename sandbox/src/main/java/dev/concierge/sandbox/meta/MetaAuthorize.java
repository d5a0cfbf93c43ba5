package dev.concierge.sandbox.meta;

import dev.concierge.sandbox.Asked;
import dev.concierge.sandbox.Asked.Prompt;
import dev.concierge.sandbox.AuthorizeDialect;
import dev.concierge.sandbox.Client;
import dev.concierge.sandbox.Clients;
import dev.concierge.sandbox.Consent;
import dev.concierge.sandbox.Grant;
import dev.concierge.sandbox.Grants;
import dev.concierge.sandbox.KnobBoard;
import dev.concierge.sandbox.Knobs;
import dev.concierge.sandbox.Person;
import dev.concierge.sandbox.Randoms;
import dev.concierge.sandbox.Redirect;
import dev.concierge.sandbox.ResponseMode;
import dev.concierge.sandbox.Step;
import dev.concierge.sandbox.http.Parameters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Meta's login dialog (fields 1, 4, 12, 13). */
final class MetaAuthorize implements AuthorizeDialect {
    private static final String AUTH_TYPE = "auth_type";

    private final KnobBoard knobs;
    private final Clients clients;
    private final Grants grants;
    private final Consents consents;

    MetaAuthorize(KnobBoard knobs, Clients clients, Grants grants, Consents consents) {
        this.knobs = knobs;
        this.clients = clients;
        this.grants = grants;
        this.consents = consents;
    }

    @Override
    public String provider() {
        return MetaDialect.PROVIDER;
    }

    @Override
    public String title() {
        return "Facebook";
    }

    /** Mistakes of the app are shown to the person, never sent back. */
    @Override
    public Redirect redirect(Parameters parameters, Client client) {
        var known = AuthorizeDialect.super.redirect(parameters, client);
        if (!(known instanceof Redirect.To(var uri))) {
            return known;
        }
        if (uri.startsWith("http:") && !knobs.get(Knobs.TESTING_MODE)) {
            return nowhere("insecure_redirect", "A published app is answered by https only.");
        }
        if (parameters.get("state") == null) {
            return nowhere("invalid_request", "The app sent no state.");
        }
        if (parameters.get("config_id") != null) {
            return nowhere("not_implemented", "The sandbox does not do configurations of Facebook Login for Business.");
        }
        return MetaPermissions.read(parameters.get("scope", "")).isPresent()
                ? known
                : nowhere("invalid_scope", "Invalid Scopes: " + parameters.get("scope", ""));
    }

    @Override
    public Reading read(Parameters parameters, Client client, String redirectUri) {
        if (!parameters.get("response_type", "code").equals("code")) {
            return new Reading.Refused("unsupported_response_type", "Only the response type code is served here.");
        }
        var type = parameters.get(AUTH_TYPE, "");
        if (!Set.of("", "rerequest", "reauthenticate", "reauthorize").contains(type)) {
            return new Reading.Refused("invalid_request", "Unknown auth_type.");
        }
        var prompts = switch (type) {
            case "reauthenticate" -> Set.of(Prompt.SELECT_ACCOUNT);
            case "reauthorize" -> Set.of(Prompt.CONSENT);
            default -> Set.<Prompt>of();
        };
        var scopes = MetaPermissions.read(parameters.get("scope", "")).orElseThrow();
        // field 2: the classic flow knows no PKCE; a challenge is not looked at
        return new Reading.Fine(new Asked(
                        client.id(),
                        redirectUri,
                        redirectUri,
                        parameters.get("state"),
                        scopes,
                        false,
                        false,
                        prompts,
                        null,
                        null,
                        null)
                .with(ResponseMode.QUERY, Map.of(AUTH_TYPE, type)));
    }

    @Override
    public boolean granular(List<String> scopes) {
        return scopes.size() > 1;
    }

    @Override
    public ScopeText text(String scope) {
        return MetaPermissions.text(scope);
    }

    /** Field 13: what was declined is not asked again, unless the app says so. */
    @Override
    public Asked complete(Asked asked, @Nullable Grant before) {
        var declined = consents.declined(before);
        boolean again = !asked.details().getOrDefault(AUTH_TYPE, "").isEmpty();
        return again
                ? asked
                : asked.with(asked.scopes().stream()
                        .filter(scope -> !declined.contains(scope))
                        .toList());
    }

    /** A permission that is expired has to be confirmed again (field 5). */
    @Override
    public boolean needsConsent(Asked asked, @Nullable Grant before) {
        return asked.prompts().contains(Prompt.CONSENT)
                || before == null
                || asked.scopes().stream().anyMatch(scope -> !consents.holds(before, scope));
    }

    /** Field 4: the person picks single Pages, where Pages are asked for and have not been picked before. */
    @Override
    public Optional<Step> step(Asked asked, Person person, Map<String, List<String>> chosen) {
        var client = clients.find(provider(), asked.clientId()).orElseThrow();
        var before = grants.find(client.id(), person.account()).orElse(null);
        boolean about = asked.scopes().stream().anyMatch(MetaPermissions::isAboutPages);
        if (!about || chosen.containsKey(Consents.PAGE) || !needsConsent(complete(asked, before), before)) {
            return Optional.empty();
        }
        var picked = before == null ? List.<String>of() : consents.pages(before);
        var options = MetaPage.of(person).stream()
                .map(page -> new Step.Option(
                        page.id(), page.name(), page.category(), picked.isEmpty() || picked.contains(page.id())))
                .toList();
        return Optional.of(new Step(Consents.PAGE, "Choose the Pages you want this app to access", true, options));
    }

    /** An app's grants are its own; a project means nothing here. */
    @Override
    public String grantName(Client client, Person person, Map<String, List<String>> chosen) {
        return client.id();
    }

    @Override
    public Grant grant(Grants all, Consent consent) {
        return consents.record(consent.client().id(), consent);
    }

    @Override
    public String appTitle(Grant grant) {
        return clients.find(provider(), grant.project()).map(Client::project).orElse(grant.project());
    }

    @Override
    public String newCode() {
        return "AQ" + Randoms.base64Url(210);
    }

    @Override
    public String callbackSuffix() {
        if (knobs.get(MetaKnobs.INSTAGRAM_SUFFIX)) {
            return "#_";
        }
        return knobs.get(MetaKnobs.CALLBACK_SUFFIX) ? "#_=_" : "";
    }

    @Override
    public Map<String, String> denied(boolean account) {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("error", "access_denied");
        parameters.put("error_code", "200");
        parameters.put("error_description", "Permissions error");
        parameters.put("error_reason", "user_denied");
        return parameters;
    }

    private static Redirect.Nowhere nowhere(String error, String explanation) {
        return new Redirect.Nowhere(400, error, explanation);
    }
}
