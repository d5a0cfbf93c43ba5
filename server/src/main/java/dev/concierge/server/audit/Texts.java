package dev.concierge.server.audit;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes foreign text fit for one line: control and direction characters and halves of characters become a blank, what is too long is cut. */
final class Texts {
    private static final Pattern UNFIT = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");

    private Texts() {}

    static @Nullable String oneLine(@Nullable String text, int longest) {
        return text == null ? null : line(text, longest);
    }

    /** The event with every text of it fit for one line. */
    static AuditEvent clean(AuditEvent event, int longest) {
        Map<String, String> detail = new TreeMap<>();
        event.detail().forEach((fact, value) -> detail.put(line(fact, longest), line(value, longest)));
        AuditEvent.Subject who = event.subject();
        return new AuditEvent(
                event.accountId(),
                line(event.actor(), longest),
                line(event.action(), longest),
                event.outcome(),
                oneLine(event.target(), longest),
                detail,
                who == null
                        ? null
                        : new AuditEvent.Subject(
                                oneLine(who.address(), longest),
                                oneLine(who.agent(), longest),
                                oneLine(who.email(), longest)));
    }

    private static String line(String text, int longest) {
        // Cut first: what is thrown away need not be looked at, however long it is.
        boolean cut = text.length() > longest;
        String kept = cut ? text.substring(0, longest) : text;
        String clean = UNFIT.matcher(Objects.requireNonNull(kept)).replaceAll(" ");
        return cut ? clean + "…" : clean;
    }
}
