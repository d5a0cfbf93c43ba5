package dev.concierge.sandbox;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An authorization request, checked.
 *
 * @param redirectUri where the answer goes
 * @param sentRedirectUri the same as the request named it, or null when it was left out
 * @param scopes as the dialect names them in its answers, without repeats
 * @param offline whether a refresh token is asked for
 * @param includeGranted whether the tokens shall carry what was granted to the project before, too
 * @param prompts what the person must be shown; empty: what is needed
 * @param loginHint whom the client expects
 * @param responseMode how the answer travels back
 * @param details what only the dialect understands; goes on to the {@link Code}
 */
public record Asked(
        String clientId,
        String redirectUri,
        @Nullable String sentRedirectUri,
        @Nullable String state,
        List<String> scopes,
        boolean offline,
        boolean includeGranted,
        Set<Prompt> prompts,
        @Nullable String loginHint,
        @Nullable String nonce,
        @Nullable Challenge challenge,
        ResponseMode responseMode,
        Map<String, String> details) {

    /** OpenID Connect Core section 3.1.2.1. */
    public enum Prompt {
        NONE,
        CONSENT,
        SELECT_ACCOUNT
    }

    public Asked {
        scopes = List.copyOf(scopes);
        prompts = Set.copyOf(prompts);
        // null: from the data file of an older sandbox
        responseMode = responseMode == null ? ResponseMode.QUERY : responseMode;
        details = details == null ? Map.of() : Map.copyOf(details);
    }

    /** A request that is answered in the query and has no details. */
    public Asked(
            String clientId,
            String redirectUri,
            @Nullable String sentRedirectUri,
            @Nullable String state,
            List<String> scopes,
            boolean offline,
            boolean includeGranted,
            Set<Prompt> prompts,
            @Nullable String loginHint,
            @Nullable String nonce,
            @Nullable Challenge challenge) {
        this(
                clientId,
                redirectUri,
                sentRedirectUri,
                state,
                scopes,
                offline,
                includeGranted,
                prompts,
                loginHint,
                nonce,
                challenge,
                ResponseMode.QUERY,
                Map.of());
    }

    /** The same request for other scopes. */
    public Asked with(List<String> otherScopes) {
        return with(otherScopes, responseMode, details);
    }

    /** The same request, answered in this way, with these details. */
    public Asked with(ResponseMode otherMode, Map<String, String> otherDetails) {
        return with(scopes, otherMode, otherDetails);
    }

    private Asked with(List<String> otherScopes, ResponseMode otherMode, Map<String, String> otherDetails) {
        return new Asked(
                clientId,
                redirectUri,
                sentRedirectUri,
                state,
                otherScopes,
                offline,
                includeGranted,
                prompts,
                loginHint,
                nonce,
                challenge,
                otherMode,
                otherDetails);
    }
}
