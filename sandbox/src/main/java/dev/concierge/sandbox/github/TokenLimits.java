package dev.concierge.sandbox.github;

import dev.concierge.sandbox.AccessToken;
import dev.concierge.sandbox.dialect.Tokens;

/** What bounds the number and the age of tokens (fields 5 and 6). */
record TokenLimits(TokenLimit perScopeSet, HourlyLimit hourly, LastUse lastUse) {
    static TokenLimits of(String provider, Tokens tokens) {
        return new TokenLimits(
                new TokenLimit(provider, tokens), new HourlyLimit(provider, tokens), new LastUse(provider, tokens));
    }

    void made(AccessToken token) {
        perScopeSet.add(token);
        hourly.add(token);
        lastUse.made(token);
    }
}
