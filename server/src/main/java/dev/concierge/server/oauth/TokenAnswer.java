package dev.concierge.server.oauth;

import dev.concierge.server.oauth.Troubles.Found;
import tools.jackson.databind.JsonNode;

/** What an answer of the token endpoint says, whichever grant was presented. */
sealed interface TokenAnswer {
    /** @param fields the whole answer; it holds the tokens, so it goes nowhere but to the reader of profiles */
    record Tokens(TokenSet tokens, JsonNode fields) implements TokenAnswer {}

    /** An error of which the catalog does not say that it passes. */
    record Refusal(OAuthError error, Found ifUnknown) implements TokenAnswer {}

    record Trouble(Found found) implements TokenAnswer {}
}
