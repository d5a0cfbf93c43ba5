package dev.concierge.sandbox.github;

import dev.concierge.sandbox.AccessToken;
import dev.concierge.sandbox.Code;
import dev.concierge.sandbox.dialect.Tokens;
import dev.concierge.sandbox.store.Keys;
import dev.concierge.sandbox.store.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * How many tokens a person, app and set of scopes get in an hour (field 6). One more is refused and ends nothing: the oldest ends only when a
 * token is made.
 */
final class HourlyLimit {
    /** The ledger's word. Documented is that no token is made, not how that is said. */
    static final String TOO_MANY = "too_many_tokens";

    private static final Duration HOUR = Duration.ofHours(1);

    private final Tokens tokens;
    private final Table<Made> made;

    /** When tokens were made, oldest first. */
    record Made(List<Instant> at) {}

    HourlyLimit(String provider, Tokens tokens) {
        this.tokens = tokens;
        this.made = tokens.store().table(provider + ".made_at", Made.class);
    }

    boolean isUsedUp(Code code) {
        return tokens.store()
                .change(() -> lately(key(code.clientId(), code.account(), code.scopes()))
                                .size()
                        >= tokens.knobs().get(GithubKnobs.TOKENS_PER_HOUR));
    }

    void add(AccessToken token) {
        var key = key(token.clientId(), token.account(), token.scopes());
        made.put(
                key,
                new Made(Stream.concat(lately(key).stream(), Stream.of(tokens.now()))
                        .toList()));
    }

    private List<Instant> lately(String key) {
        var hourAgo = tokens.now().minus(HOUR);
        var all = made.get(key);
        return all == null
                ? List.of()
                : all.at().stream().filter(hourAgo::isBefore).toList();
    }

    private static String key(String client, String account, List<String> scopes) {
        return Keys.of(client, account, String.join(" ", scopes));
    }
}
