package dev.concierge.sandbox.google;

import dev.concierge.sandbox.Asked;
import dev.concierge.sandbox.AuthorizeDialect;
import dev.concierge.sandbox.Client;
import dev.concierge.sandbox.Code;
import dev.concierge.sandbox.Consent;
import dev.concierge.sandbox.Grant;
import dev.concierge.sandbox.Grants;
import dev.concierge.sandbox.KnobBoard;
import dev.concierge.sandbox.Knobs;
import dev.concierge.sandbox.Person;
import dev.concierge.sandbox.Randoms;
import dev.concierge.sandbox.Step;
import dev.concierge.sandbox.dialect.RequestReader;
import dev.concierge.sandbox.http.Parameters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Google's authorization request (fields 1, 2, 13). */
final class GoogleAuthorize implements AuthorizeDialect {
    private final String issuer;
    private final KnobBoard knobs;

    GoogleAuthorize(String issuer, KnobBoard knobs) {
        this.issuer = issuer;
        this.knobs = knobs;
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
    public Reading read(Parameters parameters, Client client, String redirectUri) {
        return RequestReader.read(() -> asked(parameters, client, redirectUri));
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

    /** YouTube's section: who has a Brand Account chooses between it and themselves. */
    @Override
    public Optional<Step> step(Asked asked, Person person, Map<String, List<String>> chosen) {
        var channels = Channel.of(person);
        boolean about = asked.scopes().stream().anyMatch(GoogleScopes::isYoutube);
        if (!about || channels.size() < 2 || chosen.containsKey(Channel.CHOICE)) {
            return Optional.empty();
        }
        var options = channels.stream()
                .map(each -> new Step.Option(each.id(), each.title(), each.handle(), false))
                .toList();
        return Optional.of(new Step(Channel.CHOICE, "Choose your account or a brand account", false, options));
    }

    /** A Brand Account grants on its own; everything else is one grant for each person and project (field 7). */
    @Override
    public String grantName(Client client, Person person, Map<String, List<String>> chosen) {
        var picked = chosen.getOrDefault(Channel.CHOICE, List.of());
        return Channel.of(person).stream()
                .filter(channel -> channel.brand() && picked.contains(channel.id()))
                .map(channel -> brandGrant(client, channel))
                .findFirst()
                .orElse(client.project());
    }

    /** Only a Brand Account's choice is kept: the others have one grant, whatever was asked for. */
    @Override
    public Grant grant(Grants grants, Consent consent) {
        var name = grantName(consent.client(), consent.person(), consent.chosen());
        var account = consent.person().account();
        return name.equals(consent.client().project())
                ? grants.allow(name, account, consent.scopes())
                : grants.allow(name, account, consent.scopes(), consent.chosen());
    }

    static String brandGrant(Client client, Channel channel) {
        return client.project() + " (" + channel.title() + ")";
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

    private Asked asked(Parameters parameters, Client client, String redirectUri) {
        var reader = new RequestReader(parameters);
        reader.responseTypeIsCode();
        reader.oneOf("response_mode", Set.of("query"));
        return new Asked(
                client.id(),
                redirectUri,
                parameters.get("redirect_uri"),
                parameters.get("state"),
                scopes(reader.required("scope")),
                "offline".equals(reader.oneOf("access_type", Set.of("online", "offline"))),
                "true".equals(reader.oneOf("include_granted_scopes", Set.of("true", "false"))),
                reader.prompts(Set.of("none", "consent", "select_account")),
                parameters.get("login_hint"),
                parameters.get("nonce"),
                // field 2: both methods are announced
                reader.challenge(List.of("S256", "plain"), knobs.get(Knobs.REQUIRE_PKCE)));
    }

    private static List<String> scopes(String scope) {
        return GoogleScopes.parse(scope)
                .orElseThrow(() -> new RequestReader.Wrong("invalid_scope", "Some requested scopes are unknown."));
    }
}
