package dev.concierge.sandbox;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * What a person lets a project do. Ends as a whole; a later consent makes a new one with another id, so that tokens of the
 * ended one stay dead.
 *
 * @param scopes everything agreed to so far, over all clients of the project
 * @param choices what the person chose besides, by the name of the {@link Step}; the latest counts
 * @param refreshTokens the live refresh tokens by client id, oldest first; a client that is in here has had its first one
 */
public record Grant(
        String id,
        String project,
        String account,
        Instant since,
        List<String> scopes,
        Map<String, List<String>> choices,
        Map<String, List<String>> refreshTokens) {

    public Grant {
        choices = choices == null ? Map.of() : Map.copyOf(choices); // null: from the data file of an older sandbox
    }

    Grant with(List<String> moreScopes) {
        var all = new LinkedHashSet<>(scopes);
        all.addAll(moreScopes);
        return new Grant(id, project, account, since, List.copyOf(all), choices, refreshTokens);
    }

    Grant without(String scope) {
        var left = scopes.stream().filter(each -> !each.equals(scope)).toList();
        return new Grant(id, project, account, since, left, choices, refreshTokens);
    }

    Grant choosing(Map<String, List<String>> latest) {
        return new Grant(id, project, account, since, scopes, latest, refreshTokens);
    }

    Grant with(String clientId, List<String> live) {
        var all = new LinkedHashMap<>(refreshTokens);
        all.put(clientId, List.copyOf(live));
        return new Grant(id, project, account, since, scopes, choices, all);
    }
}
