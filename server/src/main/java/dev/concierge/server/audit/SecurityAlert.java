package dev.concierge.server.audit;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something to be raised. Equal ones are those of the same kind and subject.
 *
 * @param about the account that it is about; null for none
 * @param subject what it is about, as {@code kind:id}: the row, the network, the node; never a secret
 * @param actor who did it, as in the trail
 * @param detail one line for whoever looks into it, in words of ours; may be empty
 */
public record SecurityAlert(AlertKind kind, @Nullable UUID about, String subject, String actor, String detail) {
    private static final int LONGEST_SUBJECT = 199;
    private static final int LONGEST_ACTOR = 199;
    private static final int LONGEST_DETAIL = 399;

    public SecurityAlert {
        subject = fit(subject, LONGEST_SUBJECT);
        actor = fit(actor, LONGEST_ACTOR);
        detail = fit(detail, LONGEST_DETAIL);
        if (subject.isBlank()) {
            throw new IllegalArgumentException("an alert is about something");
        }
    }

    /** About an account. */
    public static SecurityAlert ofAccount(AlertKind kind, UUID account, String actor, String detail) {
        return new SecurityAlert(kind, account, "account:" + account, actor, detail);
    }

    /** About something of the installation, which the system saw. */
    public static SecurityAlert ofSystem(AlertKind kind, String subject, String detail) {
        return new SecurityAlert(kind, null, subject, "system", detail);
    }

    /** What a verification found wrong. */
    public static SecurityAlert broken(ChainReport report) {
        return ofSystem(AlertKind.AUDIT_BROKEN, "chain:" + report.chain().word(), "The first fault: " + report.fault());
    }

    private static String fit(String text, int longest) {
        String line = Texts.oneLine(text, longest);
        return line == null ? "" : line;
    }
}
