package dev.concierge.server.mail;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The server that takes our mail.
 *
 * @param host {@code SMTP_HOST}: its name; empty (the default) when there is none
 * @param port {@code SMTP_PORT}, 1 to 65535, default 587
 * @param tls {@code SMTP_TLS}, default {@code starttls}
 * @param user {@code SMTP_USER}; empty for none, and then no password
 * @param password {@code SMTP_PASSWORD}
 * @param from {@code SMTP_FROM}: one address, with a name or without; needed with a host
 * @param deadline the longest that handing over one mail may take, 1 s to 10 min, default 2 min
 */
@ConfigurationProperties("concierge.mail")
record MailSettings(
        @DefaultValue("") String host,
        @DefaultValue("587") int port,
        @DefaultValue("starttls") Tls tls,
        @DefaultValue("") String user,
        @DefaultValue("") String password,
        @DefaultValue("") String from,
        @DefaultValue("2m") Duration deadline) {
    /** How the connection is kept private. */
    enum Tls {
        /** Asked for after the greeting (RFC 3207), and needed. */
        STARTTLS,
        /** From the first byte (RFC 8314 section 3.3). */
        TLS,
        /** In the clear. */
        NONE
    }

    static final String PRODUCT = "Concierge";

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1");
    private static final Pattern HOST =
            Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|[0-9a-fA-F:]{2,45}");
    private static final int LONGEST_NAME = 60;
    private static final String NOT_ONE =
            "SMTP_FROM is one address, with a name or without: Concierge <concierge@example.org>.";

    MailSettings {
        host = host.strip();
        user = user.strip();
        from = from.strip();
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("SMTP_PORT is between 1 and 65535.");
        }
        if (deadline.compareTo(Duration.ofSeconds(1)) < 0 || deadline.compareTo(Duration.ofMinutes(10)) > 0) {
            throw new IllegalArgumentException("concierge.mail.deadline is between 1s and 10m.");
        }
        if (user.isEmpty() != password.isEmpty()) {
            throw new IllegalArgumentException("SMTP_USER and SMTP_PASSWORD go together: give both or neither.");
        }
        if (!host.isEmpty() && !HOST.matcher(host).matches()) {
            throw new IllegalArgumentException("SMTP_HOST is the name of one server, without scheme, port or path.");
        }
        if (!host.isEmpty() && from.isEmpty()) {
            throw new IllegalArgumentException(
                    "SMTP_FROM is missing: SMTP_HOST is set, and every mail needs a sender.");
        }
        if (!host.isEmpty() && tls == Tls.NONE && !user.isEmpty() && !LOOPBACK.contains(host)) {
            throw new IllegalArgumentException(
                    "SMTP_TLS=none would send SMTP_PASSWORD in the clear; use starttls or tls.");
        }
        if (!from.isEmpty()) {
            sender(from);
        }
    }

    boolean hasServer() {
        return !host.isEmpty();
    }

    /** Whether mails leave this machine in the clear. */
    boolean exposed() {
        return hasServer() && tls == Tls.NONE && !LOOPBACK.contains(host);
    }

    /** The sender's address alone; none without {@link #from}. */
    @Nullable
    MailAddress sender() {
        return from.isEmpty() ? null : MailAddress.of(sender(from).getAddress());
    }

    /** What heads each mail: the sender's name. */
    String name() {
        String name = from.isEmpty() ? null : sender(from).getPersonal();
        return Objects.requireNonNullElse(name, PRODUCT);
    }

    private static InternetAddress sender(String from) {
        try {
            InternetAddress[] parsed = InternetAddress.parse(from, true);
            if (parsed.length == 1 && !parsed[0].isGroup() && oneLine(from) && fits(parsed[0].getPersonal())) {
                MailAddress.of(parsed[0].getAddress());
                return parsed[0];
            }
        } catch (AddressException | IllegalArgumentException e) {
            throw new IllegalArgumentException(NOT_ONE, e);
        }
        throw new IllegalArgumentException(NOT_ONE);
    }

    private static boolean fits(@Nullable String name) {
        return name == null || (name.length() <= LONGEST_NAME && oneLine(name));
    }

    private static boolean oneLine(String text) {
        return text.chars().noneMatch(character -> Character.isISOControl(character));
    }

    @Override
    public String toString() {
        return "MailSettings[" + host + ":" + port + ", " + tls + "]";
    }
}
