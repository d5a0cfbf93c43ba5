package dev.concierge.sandbox.microsoft;

import dev.concierge.sandbox.Asked;
import dev.concierge.sandbox.Asked.Prompt;
import dev.concierge.sandbox.AuthorizeDialect;
import dev.concierge.sandbox.Challenge;
import dev.concierge.sandbox.Client;
import dev.concierge.sandbox.Clients;
import dev.concierge.sandbox.Code;
import dev.concierge.sandbox.Grant;
import dev.concierge.sandbox.Hurdle;
import dev.concierge.sandbox.KnobBoard;
import dev.concierge.sandbox.Knobs;
import dev.concierge.sandbox.Person;
import dev.concierge.sandbox.Randoms;
import dev.concierge.sandbox.Redirect;
import dev.concierge.sandbox.ResponseMode;
import dev.concierge.sandbox.http.Parameters;
import dev.concierge.sandbox.http.Request;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Entra's authorization request (fields 1, 2, 12, 13). */
final class EntraAuthorize implements AuthorizeDialect {
    /** What the tenant of the path is kept under, from the request to the code. No client can send it: see {@link #parameters}. */
    private static final String TENANT = "{tenant}";

    private final KnobBoard knobs;
    private final Clients clients;

    EntraAuthorize(KnobBoard knobs, Clients clients) {
        this.knobs = knobs;
        this.clients = clients;
    }

    /** Turns a wrong parameter into the error that goes back to the client. */
    private static final class Wrong extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final String error;

        Wrong(EntraError error, String detail) {
            super(error.sentence(detail), null, false, false);
            this.error = error.error();
        }
    }

    /** The path segment that the code was asked for at. */
    static Tenant tenant(Code code) {
        return Tenant.named(code.details().getOrDefault(TENANT, "")).orElseThrow();
    }

    @Override
    public String provider() {
        return MicrosoftDialect.PROVIDER;
    }

    @Override
    public String title() {
        return "Microsoft";
    }

    /** The query and the tenant. A parameter of that name makes two of them, and repeated parameters are refused. */
    @Override
    public Parameters parameters(Request request) {
        return request.query().and(TENANT, request.variable("tenant"));
    }

    @Override
    public Redirect.Nowhere noClient(@Nullable String clientId) {
        return clientId == null
                ? nowhere(EntraError.MISSING_FIELD, "'client_id'.")
                : nowhere(EntraError.UNKNOWN_CLIENT, "");
    }

    /** Field 12: to the letter, only that localhost's port does not count. */
    @Override
    public Redirect redirect(Parameters parameters, Client client) {
        var tenant = Tenant.named(parameters.get(TENANT, "")).orElse(null);
        if (tenant == null) {
            return nowhere(EntraError.UNKNOWN_TENANT, "");
        }
        if (!tenant.equals(Tenant.MERIDIAN) && knobs.get(MicrosoftKnobs.SINGLE_TENANT)) {
            return nowhere(EntraError.SINGLE_TENANT, "");
        }
        var uri = parameters.get("redirect_uri");
        if (uri == null) {
            // Microsoft picks one of those registered at random; no client may build on that
            return nowhere(EntraError.REDIRECT_URI, "");
        }
        return client.redirectUris().stream().anyMatch(registered -> MicrosoftRedirectUris.same(registered, uri))
                ? new Redirect.To(uri)
                : nowhere(EntraError.REDIRECT_URI, "");
    }

    @Override
    public ResponseMode responseMode(Parameters parameters) {
        return switch (parameters.get("response_mode", "")) {
            case "fragment" -> ResponseMode.FRAGMENT;
            case "form_post" -> ResponseMode.FORM_POST;
            default -> ResponseMode.QUERY;
        };
    }

    @Override
    public Reading read(Parameters parameters, Client client, String redirectUri) {
        try {
            return new Reading.Fine(asked(parameters, client, redirectUri));
        } catch (Wrong wrong) {
            return new Reading.Refused(wrong.error, String.valueOf(wrong.getMessage()));
        }
    }

    private Asked asked(Parameters parameters, Client client, String redirectUri) {
        var type = parameters.get("response_type", "");
        if (type.isEmpty()) {
            throw new Wrong(EntraError.MISSING_FIELD, "'response_type'.");
        }
        if (!type.equals("code")) {
            throw new Wrong(EntraError.RESPONSE_TYPE, "");
        }
        if (!Set.of("query", "fragment", "form_post").contains(parameters.get("response_mode", "query"))) {
            throw new Wrong(EntraError.BAD_REQUEST, "response_mode");
        }
        var scopes = MicrosoftScopes.read(parameters.get("scope", ""));
        if (parameters.get("scope") == null) {
            throw new Wrong(EntraError.MISSING_FIELD, "'scope'.");
        }
        if (!scopes.unknown().isEmpty()) {
            throw new Wrong(EntraError.UNKNOWN_SCOPE, scopes.unknown());
        }
        var prompts = prompts(parameters);
        return new Asked(
                        client.id(),
                        redirectUri,
                        redirectUri,
                        parameters.get("state"),
                        scopes.scopes(),
                        scopes.scopes().contains(MicrosoftScopes.OFFLINE),
                        false,
                        prompts,
                        parameters.get("login_hint"),
                        parameters.get("nonce"),
                        challenge(parameters))
                .with(responseMode(parameters), Map.of(TENANT, parameters.get(TENANT, "")));
    }

    /** Field 1; {@code login} signs in anew, which here is choosing an account. */
    private static Set<Prompt> prompts(Parameters parameters) {
        var prompts = EnumSet.noneOf(Prompt.class);
        switch (parameters.get("prompt", "")) {
            case "" -> {}
            case "none" -> prompts.add(Prompt.NONE);
            case "consent" -> prompts.add(Prompt.CONSENT);
            case "login", "select_account" -> prompts.add(Prompt.SELECT_ACCOUNT);
            default -> throw new Wrong(EntraError.BAD_REQUEST, "prompt");
        }
        if ("select_account".equals(parameters.get("prompt")) && parameters.get("login_hint") != null) {
            throw new Wrong(EntraError.BAD_REQUEST, "login_hint together with prompt=select_account");
        }
        return prompts;
    }

    /** Field 2: S256 and plain; a challenge without a method is plain. */
    private @Nullable Challenge challenge(Parameters parameters) {
        var value = parameters.get("code_challenge");
        if (value == null) {
            if (knobs.get(Knobs.REQUIRE_PKCE)) {
                throw new Wrong(EntraError.MISSING_FIELD, "'code_challenge'.");
            }
            return null;
        }
        var method = switch (parameters.get("code_challenge_method", "plain")) {
            case "plain" -> Challenge.Method.PLAIN;
            case "S256" -> Challenge.Method.S256;
            default -> throw new Wrong(EntraError.BAD_REQUEST, "code_challenge_method");
        };
        var challenge = new Challenge(value, method);
        if (!challenge.wellFormed()) {
            throw new Wrong(EntraError.BAD_REQUEST, "code_challenge");
        }
        return challenge;
    }

    @Override
    public ScopeText text(String scope) {
        return MicrosoftScopes.text(scope);
    }

    @Override
    public boolean hintMeans(String hint, Person person) {
        return hint.equalsIgnoreCase(MicrosoftAccount.of(person).principalName());
    }

    @Override
    public String accountLine(Person person) {
        return MicrosoftAccount.of(person).principalName();
    }

    /** The address of the path decides who may come in (field 1). */
    @Override
    public Optional<Redirect.Nowhere> refusal(Asked asked, Person person) {
        var tenant = Tenant.named(asked.details().getOrDefault(TENANT, "")).orElseThrow();
        return tenant.admits(MicrosoftAccount.of(person).tenantId())
                ? Optional.empty()
                : Optional.of(nowhere(EntraError.NOT_IN_TENANT, ""));
    }

    /** Fields 4 and 10: some scopes need an administrator, in some tenants all of them do. */
    @Override
    public Optional<Hurdle> hurdle(Asked asked, Person person) {
        var account = MicrosoftAccount.of(person);
        boolean admin = asked.scopes().stream().anyMatch(MicrosoftScopes::needsAdmin);
        boolean off = !account.personal() && knobs.get(MicrosoftKnobs.USER_CONSENT_OFF);
        return admin || off
                ? Optional.of(new Hurdle(
                        "Need admin approval",
                        "Only an administrator of your organization can let this app in.",
                        error(EntraError.NEEDS_ADMIN.error(), EntraError.NEEDS_ADMIN.sentence(""))))
                : Optional.empty();
    }

    /** An app's grants are its own; a project means nothing here. */
    @Override
    public String grantName(Client client, Person person, Map<String, List<String>> chosen) {
        return client.id();
    }

    @Override
    public String appTitle(Grant grant) {
        return clients.find(provider(), grant.project()).map(Client::project).orElse(grant.project());
    }

    @Override
    public String newCode() {
        return "1.A" + Randoms.base64Url(480);
    }

    @Override
    public Map<String, String> callback(Code code, Person person, boolean consentShown) {
        return Map.of("session_state", UUID.randomUUID().toString());
    }

    @Override
    public Map<String, String> denied(boolean account) {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("error", "access_denied");
        parameters.put("error_subcode", "cancel");
        parameters.put("error_description", EntraError.DECLINED.sentence(""));
        return parameters;
    }

    /** The errors of the common flow come without a description; Entra has a number for each. */
    @Override
    public Map<String, String> error(String error, String description) {
        var known = switch (error) {
            case "login_required" -> EntraError.NOT_SIGNED_IN;
            case "consent_required" -> EntraError.CONSENT_NEEDED;
            case "account_selection_required" -> EntraError.SEVERAL_SIGNED_IN;
            default -> null;
        };
        return known == null
                ? AuthorizeDialect.super.error(error, description)
                : AuthorizeDialect.super.error(known.error(), known.sentence(""));
    }

    private static Redirect.Nowhere nowhere(EntraError error, String detail) {
        return new Redirect.Nowhere(error.status(), error.error(), error.sentence(detail));
    }
}
