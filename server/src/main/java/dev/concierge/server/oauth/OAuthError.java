package dev.concierge.server.oauth;

import org.jspecify.annotations.Nullable;

/**
 * An error answer of a provider (RFC 6749 sections 4.1.2.1 and 5.2).
 *
 * @param code its error code, at most 64 characters of letters, digits and {@code _.-}; anything else arrives as {@code unreadable_error}. May be shown
 * @param description what the provider said, at most 200 characters on one line, for the log alone
 */
public record OAuthError(String code, @Nullable String description) {
    private static final int LONGEST_CODE = 64;
    private static final int LONGEST_DESCRIPTION = 200;

    public OAuthError {
        if (!code.matches("[A-Za-z0-9_.-]{1," + LONGEST_CODE + "}")) {
            code = "unreadable_error";
        }
        description = description == null ? null : oneLine(description);
    }

    private static String oneLine(String text) {
        int end = Math.min(text.length(), LONGEST_DESCRIPTION);
        return text.substring(0, end)
                .replaceAll("[^\\p{L}\\p{N}\\p{P}\\p{S} ]", " ")
                .replaceAll("[<>&\"'`\\\\]", " ");
    }
}
