package dev.concierge.sandbox;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An authorization request, checked.
 *
 * @param scopes as the dialect names them in its answers, without repeats
 * @param offline whether a refresh token is asked for
 * @param includeGranted whether the tokens shall carry what was granted to the project before, too
 * @param prompts what the person must be shown; empty: what is needed
 * @param loginHint whom the client expects
 */
public record Asked(
        String clientId,
        String redirectUri,
        @Nullable String state,
        List<String> scopes,
        boolean offline,
        boolean includeGranted,
        Set<Prompt> prompts,
        @Nullable String loginHint,
        @Nullable String nonce,
        @Nullable Challenge challenge) {

    /** OpenID Connect Core section 3.1.2.1. */
    public enum Prompt {
        NONE,
        CONSENT,
        SELECT_ACCOUNT
    }

    public Asked {
        scopes = List.copyOf(scopes);
        prompts = Set.copyOf(prompts);
    }
}
