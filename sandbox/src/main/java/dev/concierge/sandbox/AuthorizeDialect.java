package dev.concierge.sandbox;

import dev.concierge.sandbox.http.Parameters;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What differs between providers in the authorize flow. */
public interface AuthorizeDialect {
    /** The provider's id and first path segment. */
    String provider();

    /** Its name for people, as the pages show it. */
    String title();

    /** The {@code iss} of RFC 9207, or null when the provider sends none. */
    @Nullable
    String issuer();

    /** Reads everything but client and redirect URI, which are known to be right. */
    Reading read(Parameters parameters, Client client);

    /** Whether a person may leave some of these scopes out. */
    boolean granular(List<String> scopes);

    /** What the consent page says of a scope. */
    ScopeText text(String scope);

    /** The person a login hint means. */
    boolean hintMeans(String hint, Person person);

    /** A new code in the provider's own form. */
    String newCode();

    /** What the callback carries besides {@code state}, {@code code} and {@code iss}, in order. */
    Map<String, String> callback(Code code, Person person, boolean consentShown);

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
