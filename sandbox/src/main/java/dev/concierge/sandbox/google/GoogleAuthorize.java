package dev.concierge.sandbox.google;

import dev.concierge.sandbox.Asked;
import dev.concierge.sandbox.Asked.Prompt;
import dev.concierge.sandbox.AuthorizeDialect;
import dev.concierge.sandbox.Challenge;
import dev.concierge.sandbox.Client;
import dev.concierge.sandbox.Code;
import dev.concierge.sandbox.KnobBoard;
import dev.concierge.sandbox.Knobs;
import dev.concierge.sandbox.Person;
import dev.concierge.sandbox.Randoms;
import dev.concierge.sandbox.http.Parameters;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Google's authorization request (fields 1, 2, 13). */
final class GoogleAuthorize implements AuthorizeDialect {
    private final String issuer;
    private final KnobBoard knobs;

    GoogleAuthorize(String issuer, KnobBoard knobs) {
        this.issuer = issuer;
        this.knobs = knobs;
    }

    /** Turns a wrong parameter into the error that goes back to the client. */
    private static final class Wrong extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final String error;

        Wrong(String error, String description) {
            super(description, null, false, false);
            this.error = error;
        }
    }

    @Override
    public String provider() {
        return "google";
    }

    @Override
    public String title() {
        return "Google";
    }

    @Override
    public String issuer() {
        return issuer;
    }

    @Override
    public Reading read(Parameters parameters, Client client) {
        try {
            return new Reading.Fine(asked(parameters, client));
        } catch (Wrong wrong) {
            return new Reading.Refused(wrong.error, String.valueOf(wrong.getMessage()));
        }
    }

    /**
     * Field 13: with two scopes beyond signing in, or signing in and at least one more, the person can untick some. One lone
     * scope, or signing in only, has no checkboxes.
     */
    @Override
    public boolean granular(List<String> scopes) {
        long others =
                scopes.stream().filter(each -> !GoogleScopes.isIdentity(each)).count();
        return others >= 2 || (others == 1 && scopes.size() > 1);
    }

    @Override
    public ScopeText text(String scope) {
        return GoogleScopes.text(scope);
    }

    @Override
    public boolean hintMeans(String hint, Person person) {
        return hint.toLowerCase(Locale.ROOT).equals(person.account()) || hint.equals(GoogleAccounts.subject(person));
    }

    @Override
    public String newCode() {
        return "4/0A" + Randoms.base64Url(54);
    }

    @Override
    public Map<String, String> callback(Code code, Person person, boolean consentShown) {
        var more = new LinkedHashMap<String, String>();
        more.put("scope", String.join(" ", code.scopes()));
        more.put("authuser", "0");
        var domain = person.hostedDomain();
        if (domain != null) {
            more.put("hd", domain);
        }
        more.put("prompt", consentShown ? "consent" : "none");
        return more;
    }

    private Asked asked(Parameters parameters, Client client) {
        var type = parameters.get("response_type", "");
        if (type.isEmpty()) {
            throw new Wrong("invalid_request", "Required parameter is missing: response_type");
        }
        if (!type.equals("code")) {
            throw new Wrong("unsupported_response_type", "Only the response type code is served here.");
        }
        oneOf(parameters, "response_mode", Set.of("query"));
        return new Asked(
                client.id(),
                parameters.get("redirect_uri", ""),
                parameters.get("state"),
                scopes(parameters),
                "offline".equals(oneOf(parameters, "access_type", Set.of("online", "offline"))),
                "true".equals(oneOf(parameters, "include_granted_scopes", Set.of("true", "false"))),
                prompts(parameters),
                parameters.get("login_hint"),
                parameters.get("nonce"),
                challenge(parameters));
    }

    private static List<String> scopes(Parameters parameters) {
        var scope = parameters.get("scope");
        if (scope == null || scope.isBlank()) {
            throw new Wrong("invalid_request", "Required parameter is missing: scope");
        }
        return GoogleScopes.parse(scope)
                .orElseThrow(() -> new Wrong("invalid_scope", "Some requested scopes are unknown."));
    }

    private static Set<Prompt> prompts(Parameters parameters) {
        var prompts = EnumSet.noneOf(Prompt.class);
        for (var word : parameters.get("prompt", "").split(" ", -1)) {
            switch (word) {
                case "" -> {}
                case "none" -> prompts.add(Prompt.NONE);
                case "consent" -> prompts.add(Prompt.CONSENT);
                case "select_account" -> prompts.add(Prompt.SELECT_ACCOUNT);
                default -> throw new Wrong("invalid_request", "Invalid parameter value for prompt.");
            }
        }
        if (prompts.contains(Prompt.NONE) && prompts.size() > 1) {
            throw new Wrong("invalid_request", "prompt=none stands alone.");
        }
        return prompts;
    }

    /** Field 2: S256 and plain are announced; without a method it is plain (RFC 7636 section 4.3). */
    private @Nullable Challenge challenge(Parameters parameters) {
        var value = parameters.get("code_challenge");
        var method = parameters.get("code_challenge_method");
        if (value == null) {
            if (method != null) {
                throw new Wrong("invalid_request", "code_challenge_method without code_challenge.");
            }
            if (knobs.get(Knobs.REQUIRE_PKCE)) {
                throw new Wrong("invalid_request", "code_challenge is required.");
            }
            return null;
        }
        var challenge = new Challenge(value, method(method));
        if (!challenge.wellFormed()) {
            throw new Wrong("invalid_request", "code_challenge is malformed.");
        }
        return challenge;
    }

    private static Challenge.Method method(@Nullable String name) {
        if (name == null || name.equals("plain")) {
            return Challenge.Method.PLAIN;
        }
        if (name.equals("S256")) {
            return Challenge.Method.S256;
        }
        throw new Wrong("invalid_request", "code_challenge_method is S256 or plain.");
    }

    private static @Nullable String oneOf(Parameters parameters, String name, Set<String> allowed) {
        var value = parameters.get(name);
        if (value != null && !allowed.contains(value)) {
            throw new Wrong("invalid_request", "Invalid parameter value for " + name + ".");
        }
        return value;
    }
}
