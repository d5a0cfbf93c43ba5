package dev.concierge.server.mail;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.util.regex.Pattern;

/**
 * One mailbox that a mail may go to: a dot-string in ASCII, an at sign and a domain name (RFC 5321 section 4.1.2, narrowed). No list, group, quoted
 * part, comment, route, space or control character, so it can add no header line and no second recipient (C-12).
 */
public record MailAddress(String value) {
    private static final int LONGEST = 254;
    private static final Pattern FORM = Pattern.compile(
            "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@"
                    + "(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)*[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?");

    public MailAddress {
        if (value.length() > LONGEST || !FORM.matcher(value).matches() || !strict(value)) {
            throw new IllegalArgumentException("not one mailbox");
        }
    }

    /** @throws IllegalArgumentException when the text is not exactly one such mailbox */
    public static MailAddress of(String value) {
        return new MailAddress(value);
    }

    /** What stands behind the at sign. */
    String domain() {
        return value.substring(value.indexOf('@') + 1);
    }

    InternetAddress header() {
        try {
            return new InternetAddress(value, true);
        } catch (AddressException e) {
            throw new IllegalStateException("checked when it was made", e);
        }
    }

    private static boolean strict(String value) {
        try {
            new InternetAddress(value, true).validate();
            return true;
        } catch (AddressException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
