package dev.concierge.sandbox.github;

import dev.concierge.sandbox.AccessToken;
import dev.concierge.sandbox.dialect.Tokens;
import dev.concierge.sandbox.store.Keys;
import dev.concierge.sandbox.store.Table;
import java.util.ArrayList;
import java.util.List;

/** Ten tokens for one person, app and set of scopes; an eleventh ends the oldest without a word (field 6). */
final class TokenLimit {
    private final Tokens tokens;
    private final Table<Made> made;

    /** What was made, oldest first. */
    record Made(List<One> all) {}

    /** One token; {@code family} is empty when it is never renewed. */
    record One(String token, String family) {}

    TokenLimit(String provider, Tokens tokens) {
        this.tokens = tokens;
        this.made = tokens.store().table(provider + ".made", Made.class);
    }

    void add(AccessToken token) {
        var key = Keys.of(token.grantId(), token.clientId(), String.join(" ", token.scopes()));
        var before = made.get(key);
        var all = new ArrayList<>(before == null ? List.<One>of() : before.all());
        all.add(new One(token.value(), token.family()));
        while (all.size() > tokens.knobs().get(GithubKnobs.TOKENS_PER_SCOPE_SET)) {
            end(all.removeFirst());
        }
        made.put(key, new Made(List.copyOf(all)));
    }

    private void end(One oldest) {
        if (oldest.family().isEmpty()) {
            tokens.access().end(oldest.token());
        } else {
            tokens.refresh().endFamily(oldest.family());
        }
    }
}
