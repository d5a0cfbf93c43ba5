package dev.concierge.server.identity;

import java.util.List;
import java.util.Set;

/** What was proved, as other systems name it: the values of {@code amr} (RFC 8176 section 2). */
final class AuthenticationMethods {
    private AuthenticationMethods() {}

    static List<String> of(Set<Factor> proved) {
        return proved.stream()
                .map(AuthenticationMethods::word)
                .distinct()
                .sorted()
                .toList();
    }

    /** What a session proved that began so. */
    static Factor factor(String method) {
        return switch (method) {
            case SessionStarter.PASSWORD -> Factor.PASSWORD;
            case SessionStarter.LINK -> Factor.EMAIL_LINK;
            default -> Factor.PROVIDER;
        };
    }

    /** {@code fed} and {@code email} are not registered: the list has no word for another issuer's word, nor for a link by mail. */
    private static String word(Factor factor) {
        return switch (factor) {
            case PASSWORD -> "pwd";
            case PROVIDER -> "fed";
            case EMAIL_LINK -> "email";
            case API_KEY -> throw new IllegalArgumentException("nobody signs in with a key");
        };
    }
}
