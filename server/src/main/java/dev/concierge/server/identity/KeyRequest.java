package dev.concierge.server.identity;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a new key shall be.
 *
 * @param name one line, unique among the living keys of the account
 * @param scopeWords words of {@link KeyScope}, at least one
 * @param days how long it lives, 1 to 365; a key without an end does not exist
 */
public record KeyRequest(String name, List<String> scopeWords, int days) {
    /** The life of a key for which nothing else was asked. */
    public static final int USUAL_DAYS = 90;

    static final int MOST_DAYS = 365;

    public KeyRequest {
        scopeWords = List.copyOf(scopeWords);
    }

    /** The scopes; empty when there is none or an unknown one among them. */
    Optional<Set<KeyScope>> scopes() {
        Set<KeyScope> scopes = new HashSet<>();
        for (String word : scopeWords) {
            Optional<KeyScope> scope = KeyScope.of(word);
            if (scope.isEmpty()) {
                return Optional.empty();
            }
            scopes.add(scope.get());
        }
        return scopes.isEmpty() ? Optional.empty() : Optional.of(scopes);
    }

    /** What is wrong by itself, before any other key is looked at; empty when nothing is. */
    Optional<NewKeyOutcome.Unfit> fault() {
        @Nullable
        String name =
                DisplayName.parse(this.name).isPresent() ? null : "Give it a name of one line, up to 100 characters.";
        @Nullable String scopes = scopes().isPresent() ? null : "Tick at least one thing the key may do.";
        @Nullable String days = this.days >= 1 && this.days <= MOST_DAYS ? null : "A key lives 1 to 365 days.";
        return name == null && scopes == null && days == null
                ? Optional.empty()
                : Optional.of(new NewKeyOutcome.Unfit(name, scopes, days));
    }
}
