package dev.concierge.server.identity;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An e-mail address in its one canonical form: trimmed, in Unicode form NFKC, in lower case. Two spellings of one address are one account, so the
 * form takes no look-alikes, lists, quoted local parts, comments or control characters (RFC 5321 section 4.1.2, narrowed to a dot-string
 * and a domain name in ASCII).
 *
 * @param value the canonical form, also what mail is sent to
 */
public record EmailAddress(String value) {
    private static final int LONGEST = 254;
    private static final int LONGEST_LOCAL = 64;
    private static final String ATOM = "[a-z0-9!#$%&'*+/=?^_`{|}~-]+";
    private static final String LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
    private static final Pattern FORM = Pattern.compile(ATOM + "(?:\\." + ATOM + ")*@(?:" + LABEL + "\\.)+" + LABEL);

    public EmailAddress {
        if (value.length() > LONGEST
                || value.indexOf('@') > LONGEST_LOCAL
                || !FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not an e-mail address in canonical form");
        }
    }

    /** The canonical form of what somebody typed; empty when it is not exactly one address. */
    public static Optional<EmailAddress> parse(String typed) {
        if (typed.length() > LONGEST * 2) {
            return Optional.empty();
        }
        String canonical = Normalizer.normalize(typed.strip(), Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .strip();
        try {
            return Optional.of(new EmailAddress(canonical));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * The canonical form of what somebody else vouches for; empty when it is not exactly one address in ASCII. Their word is for the mailbox that
     * they wrote to, and one in other letters, of which Unicode form NFKC would make this form, is another mailbox.
     */
    static Optional<EmailAddress> vouched(String said) {
        return said.chars().allMatch(c -> c < 0x80) ? parse(said) : Optional.empty();
    }

    /** What stands before the at sign. */
    String localPart() {
        return value.substring(0, value.indexOf('@'));
    }

    /** What stands behind the at sign. */
    String domain() {
        return value.substring(value.indexOf('@') + 1);
    }

    @Override
    public String toString() {
        return value;
    }
}
