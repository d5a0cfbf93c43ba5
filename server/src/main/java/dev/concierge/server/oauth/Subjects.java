package dev.concierge.server.oauth;

import org.jspecify.annotations.Nullable;

/** What may name an account at a provider: printable ASCII, not blank (OpenID Connect Core section 2, {@code sub}). */
final class Subjects {
    private static final int LONGEST = 255;

    private Subjects() {}

    static boolean fit(@Nullable String subject) {
        return subject != null
                && !subject.isBlank()
                && subject.length() <= LONGEST
                && subject.chars().allMatch(c -> c >= 0x20 && c < 0x7f);
    }
}
