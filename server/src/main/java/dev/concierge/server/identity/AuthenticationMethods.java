package dev.concierge.server.identity;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What was proved, as other systems name it: the values of {@code amr} (RFC 8176 section 2). */
final class AuthenticationMethods {
    private AuthenticationMethods() {}

    static List<String> of(Set<Factor> proved) {
        boolean several =
                proved.stream().anyMatch(Factor::isFirst) && proved.stream().anyMatch(Factor::isSecond);
        return Stream.concat(
                        proved.stream().map(AuthenticationMethods::word), several ? Stream.of("mfa") : Stream.empty())
                .distinct()
                .sorted()
                .toList();
    }

    /** {@code fed} and {@code email} are not registered: the list has no word for another issuer's word, nor for a link by mail. */
    private static String word(Factor factor) {
        return switch (factor) {
            case PASSWORD -> "pwd";
            case PROVIDER -> "fed";
            case EMAIL_LINK -> "email";
            case TOTP, RECOVERY_CODE -> "otp";
            // whether hardware keeps the key is not asked, so the word for software's is the one that is never too much
            case PASSKEY -> "swk";
            case API_KEY -> throw new IllegalArgumentException("nobody signs in with a key");
        };
    }
}
