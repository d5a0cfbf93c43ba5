package dev.concierge.server.catalog.web;

import dev.concierge.server.catalog.RegistrationEntry;
import dev.concierge.server.catalog.RegistrationEntry.Source;
import dev.concierge.server.web.Action;
import dev.concierge.server.web.Badge;
import dev.concierge.server.web.Notice;
import dev.concierge.server.web.Tone;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/** How a provider's registration stands on a day: in step, about to end, ended, or not to be read. */
final class Expiry {
    /** So long before its end a client secret asks for attention. */
    static final int WARNING_DAYS = 30;

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);

    private Expiry() {}

    static Badge badge(RegistrationEntry entry, LocalDate today) {
        RegistrationEntry.Client client = entry.client();
        RegistrationEntry.Kept kept = entry.kept();
        if (client == null) {
            return Badge.notSetUp();
        }
        if (entry.source() == Source.HERE && kept != null && !kept.secretOpens()) {
            return Badge.secretUnreadable();
        }
        if (left(entry, today).isPresent()) {
            long days = left(entry, today).get();
            return days < 0 ? Badge.secretExpired() : Badge.endsIn(Duration.ofDays(days));
        }
        if (!client.connects() && !client.signsIn()) {
            return Badge.switchedOff();
        }
        return switch (entry.source()) {
            case ENVIRONMENT -> Badge.setByEnvironment();
            case SHARED -> Badge.shared(AdminProviderViews.owner(entry));
            case HERE, NONE -> Badge.setUpHere();
        };
    }

    /** What an administrator must do about it; empty when nothing. */
    static Optional<Notice> notice(RegistrationEntry entry, LocalDate today) {
        String name = entry.provider().name();
        Action open = Action.link(
                "Open " + name, "/admin/providers/" + entry.provider().id() + "#client");
        RegistrationEntry.Kept kept = entry.kept();
        if (entry.source() == Source.HERE && kept != null && !kept.secretOpens()) {
            return Optional.of(new Notice(
                    Tone.BAD,
                    "The client secret of " + name + " cannot be read.",
                    "Write it once more. Connections are safe and wait.",
                    open));
        }
        if (kept == null || kept.secretExpiresOn() == null || left(entry, today).isEmpty()) {
            return Optional.empty();
        }
        String day = DAY.format(kept.secretExpiresOn());
        return left(entry, today)
                .map(days -> days < 0
                        ? new Notice(
                                Tone.BAD,
                                "The client secret of " + name + " ended on " + day + ".",
                                "Connections are safe and wait. Make a new secret there and write it here.",
                                open)
                        : new Notice(
                                Tone.WARN,
                                "The client secret of " + name + " ends on " + day + ".",
                                "Make a new one there and write it here before that day, and nobody notices.",
                                open));
    }

    /** Whole days to the last day of the secret in use, when they are few; below 0 when it has passed. */
    private static Optional<Long> left(RegistrationEntry entry, LocalDate today) {
        RegistrationEntry.Kept kept = entry.kept();
        if (entry.source() != Source.HERE || kept == null || kept.secretExpiresOn() == null) {
            return Optional.empty();
        }
        long days = ChronoUnit.DAYS.between(today, kept.secretExpiresOn());
        return days <= WARNING_DAYS ? Optional.of(days) : Optional.empty();
    }
}
