package dev.concierge.sandbox;

import dev.concierge.sandbox.http.Parameters;
import dev.concierge.sandbox.http.Request;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What differs between providers in the authorize flow. What is not overridden is as RFC 6749 has it, or as at Google. */
public interface AuthorizeDialect {
    /** The provider's id and first path segment. */
    String provider();

    /** Its name for people, as the pages show it. */
    String title();

    /** The {@code iss} of RFC 9207, or null when the provider sends none. */
    default @Nullable String issuer() {
        return null;
    }

    /** What the authorization request says. */
    default Parameters parameters(Request request) {
        return request.query();
    }

    /** How the answer is to travel back; also asked for requests that are then refused, so it must take anything. */
    default ResponseMode responseMode(Parameters parameters) {
        return ResponseMode.QUERY;
    }

    /** What stands behind a good callback's parameters, {@code #} included; empty nearly everywhere. */
    default String callbackSuffix() {
        return "";
    }

    /** What the person sees when no client is registered under the id that came, or none came (null). */
    default Redirect.Nowhere noClient(@Nullable String clientId) {
        return clientId == null
                ? new Redirect.Nowhere(400, "invalid_request", "The app did not say once who it is.")
                : new Redirect.Nowhere(401, "invalid_client", "No app is registered here under that client id.");
    }

    /** Where answers to this client's request go. Asked before anything else is read. */
    default Redirect redirect(Parameters parameters, Client client) {
        var uri = parameters.get("redirect_uri");
        if (uri == null) {
            return new Redirect.Nowhere(400, "invalid_request", "The app did not say once where to go back to.");
        }
        return client.redirectUris().contains(uri)
                ? new Redirect.To(uri)
                : new Redirect.Nowhere(
                        400, "redirect_uri_mismatch", "The app is not registered with that redirect URI.");
    }

    /** Reads everything but client and redirect URI, which are known to be right. */
    Reading read(Parameters parameters, Client client, String redirectUri);

    /** Whether a person may leave some of these scopes out. */
    default boolean granular(List<String> scopes) {
        return false;
    }

    /** What the consent page says of a scope. */
    ScopeText text(String scope);

    /** The person a login hint means. */
    default boolean hintMeans(String hint, Person person) {
        return hint.equalsIgnoreCase(person.account());
    }

    /** What stands below a person's name on the pages. */
    default String accountLine(Person person) {
        return person.account();
    }

    /** Why this account may not come in here, although it exists. */
    default Optional<Redirect.Nowhere> refusal(Asked asked, Person person) {
        return Optional.empty();
    }

    /** Why this person cannot agree by themselves. */
    default Optional<Hurdle> hurdle(Asked asked, Person person) {
        return Optional.empty();
    }

    /** Whether the account page, too, has a way to cancel. */
    default boolean cancelsAtAccount() {
        return false;
    }

    /**
     * The next thing to choose before the consent page; empty when there is none left.
     *
     * @param chosen what was chosen so far, by step
     */
    default Optional<Step> step(Asked asked, Person person, Map<String, List<String>> chosen) {
        return Optional.empty();
    }

    /**
     * Whether the person must be asked.
     *
     * @param before what they have agreed to, or null
     */
    default boolean needsConsent(Asked asked, @Nullable Grant before) {
        return asked.prompts().contains(Asked.Prompt.CONSENT)
                || before == null
                || !before.scopes().containsAll(asked.scopes());
    }

    /** The scopes that a request is about, once it is known whose grant was there before. */
    default Asked complete(Asked asked, @Nullable Grant before) {
        return asked;
    }

    /**
     * Under which name a consent's grant is kept: what people see and end as one thing. The client's project, unless the
     * provider grants by workspace or the like.
     */
    default String grantName(Client client, Person person, Map<String, List<String>> chosen) {
        return client.project();
    }

    /** Writes down what was decided; runs in one transaction with the code. */
    default Grant grant(Grants grants, Consent consent) {
        var name = grantName(consent.client(), consent.person(), consent.chosen());
        return grants.allow(name, consent.person().account(), consent.scopes(), consent.chosen());
    }

    /** What people know the app by that holds a grant. */
    default String appTitle(Grant grant) {
        return grant.project();
    }

    /** A new code in the provider's own form. */
    String newCode();

    /** What the callback carries besides {@code state}, {@code code} and {@code iss}, in order. */
    default Map<String, String> callback(Code code, Person person, boolean consentShown) {
        return Map.of();
    }

    /**
     * The parameters that say to the client that the person said no, {@code error} first.
     *
     * @param account false when they turned back before choosing an account
     */
    default Map<String, String> denied(boolean account) {
        return Map.of("error", "access_denied");
    }

    /** The parameters of another error. */
    default Map<String, String> error(String error, String description) {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("error", error);
        if (!description.isEmpty()) {
            parameters.put("error_description", description);
        }
        return parameters;
    }

    /**
     * A scope in plain words.
     *
     * @param always whether it belongs to signing in, so that nobody can leave it out
     */
    record ScopeText(String title, String detail, boolean always) {}

    /** What came of reading an authorization request. */
    sealed interface Reading {
        record Fine(Asked asked) implements Reading {}

        /** Goes back to the client by redirect: RFC 6749 section 4.1.2.1. */
        record Refused(String error, String description) implements Reading {}
    }
}
