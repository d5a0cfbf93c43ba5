package dev.concierge.sandbox;

import java.util.List;
import java.util.Map;

/**
 * What a person decided.
 *
 * @param scopes what they granted
 * @param chosen what they chose at each {@link Step}, by its name
 * @param shown false when they were not asked again
 */
public record Consent(
        Client client,
        Person person,
        Asked asked,
        List<String> scopes,
        Map<String, List<String>> chosen,
        boolean shown) {

    public Consent {
        scopes = List.copyOf(scopes);
        chosen = Map.copyOf(chosen);
    }
}
