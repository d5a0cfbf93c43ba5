package dev.concierge.server.identity.people;

import dev.concierge.server.audit.RaisedAlert;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An alert as the API answers it.
 *
 * @param kind a word: token_reuse, passkey_cloned, account_tries, network_tries, new_administrator, factor_reset, account_unlocked, unreadable, keys, audit_broken,
 *     emergency_stop, people_export, audit_export, provider_changed
 * @param title the kind in plain words
 * @param about the account that it is about; null for none
 * @param subject as kind:id; null where it is a place and the reader a manager
 * @param actor {@code person:<id>}, {@code key:<id>}, {@code system} or {@code anonymous}
 * @param detail one line; may be empty
 * @param times how often, from firstAt to lastAt
 * @param acknowledgedBy an account's id; null while nobody has looked into it, as the two beside it
 */
public record AlertLine(
        UUID id,
        String kind,
        String title,
        @Nullable UUID about,
        @Nullable String subject,
        String actor,
        String detail,
        long times,
        Instant firstAt,
        Instant lastAt,
        @Nullable Instant acknowledgedAt,
        @Nullable UUID acknowledgedBy,
        @Nullable String note) {
    public static AlertLine of(RaisedAlert alert) {
        RaisedAlert.Acknowledged done = alert.acknowledged();
        return new AlertLine(
                alert.id(),
                alert.kind().word(),
                alert.kind().title(),
                alert.about(),
                alert.subject().isEmpty() ? null : alert.subject(),
                alert.actor(),
                alert.detail(),
                alert.times(),
                alert.firstAt(),
                alert.lastAt(),
                done == null ? null : done.at(),
                done == null ? null : done.by(),
                done == null ? null : done.note());
    }
}
