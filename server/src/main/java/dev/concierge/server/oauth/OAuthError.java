package dev.concierge.server.oauth;

import dev.concierge.server.catalog.ErrorRule;
import dev.concierge.server.catalog.ErrorRule.Cause;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An error answer of a provider (RFC 6749 sections 4.1.2.1 and 5.2).
 *
 * @param code its error code, at most 40 characters of letters, digits and {@code _.-}, so no token or state of ours fits; anything else arrives as
 *     {@code unreadable_error}. May be shown
 * @param description what the provider said, at most 200 characters on one line, for the log alone. Words of 20 characters and more are left out:
 *     a provider may say back the token that it was sent
 * @param rule what the catalog says about it; null when nobody knows it
 */
public record OAuthError(
        String code, @Nullable String description, @Nullable ErrorRule rule) {
    private static final int LONGEST_CODE = 40;
    private static final int LONGEST_DESCRIPTION = 200;
    private static final Pattern LIKE_A_TOKEN = Pattern.compile("[A-Za-z0-9_.~+/=%-]{20,}");

    public OAuthError {
        if (!code.matches("[A-Za-z0-9_.-]{1," + LONGEST_CODE + "}")) {
            code = "unreadable_error";
        }
        description = description == null ? null : oneLine(description);
    }

    /** What follows from it; empty when nobody knows the error. */
    public Optional<Cause> cause() {
        return Optional.ofNullable(rule).map(ErrorRule::cause);
    }

    /** What it is called in our tables: our word for it, or the provider's code where we have none. */
    public String word() {
        return rule == null ? code : rule.words().word();
    }

    private static String oneLine(String text) {
        String plain = LIKE_A_TOKEN.matcher(text).replaceAll("…");
        int end = Math.min(plain.length(), LONGEST_DESCRIPTION);
        return plain.substring(0, end)
                .replaceAll("[^\\p{L}\\p{N}\\p{P}\\p{S} ]", " ")
                .replaceAll("[<>&\"'`\\\\]", " ");
    }
}
