package dev.concierge.server.support;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An API key as a page shows it. It stands alone: within another long random value, a form's CSRF token for one, the same letters are chance,
 * and a suite that makes a thousand keys meets that chance.
 */
public final class ShownKey {
    public static final Pattern FORM = Pattern.compile("(?<![A-Za-z0-9_-])ck_[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])");

    private ShownKey() {}

    /** @throws AssertionError when the text shows none, with the text */
    public static String in(String text) {
        Matcher found = FORM.matcher(text);
        if (!found.find()) {
            throw new AssertionError("no key in: " + text);
        }
        return found.group();
    }
}
