package dev.concierge.server.catalog;

import dev.concierge.server.audit.AlertKind;
import dev.concierge.server.audit.SecurityAlert;
import dev.concierge.server.audit.SecurityAlerts;
import dev.concierge.server.database.AuthScope;
import dev.concierge.server.database.CurrentTransaction;
import dev.concierge.server.database.NodeCache;
import dev.concierge.server.database.NodeCaches;
import dev.concierge.server.database.Notifications;
import dev.concierge.server.encryption.RowCipher;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.encryption.UnreadableException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The rows of {@code registrations}, all of them in one entry of this node's cache: they are few, and which are missing counts as well. */
@Component
class StoredRegistrations {
    private static final Logger log = LoggerFactory.getLogger(StoredRegistrations.class);

    /** Stands for the whole table in notifications. */
    private static final UUID TABLE = UUID.fromString("4f1d0c5e-5a0b-4c55-9a3e-1d0a6b1f2c70");

    private record Rows(Map<String, StoredRegistration> byProvider) {}

    private final RegistrationRepository repository;
    private final AuthScope scope;
    private final Notifications notifications;
    private final RowCipher cipher;
    private final SecurityAlerts alerts;
    private final NodeCache<UUID, Rows> cache;

    StoredRegistrations(
            RegistrationRepository repository,
            AuthScope scope,
            Notifications notifications,
            NodeCaches caches,
            RowCipher cipher,
            SecurityAlerts alerts) {
        this.repository = repository;
        this.scope = scope;
        this.notifications = notifications;
        this.cipher = cipher;
        this.alerts = alerts;
        this.cache = caches.create(1, _ -> List.of(TABLE));
    }

    Optional<StoredRegistration> find(String provider) {
        Rows rows = Objects.requireNonNull(cache.get(TABLE, _ -> load()));
        return Optional.ofNullable(rows.byProvider().get(provider));
    }

    /** As the table says now. */
    Optional<StoredRegistration> read(String provider) {
        return Optional.ofNullable(load().byProvider().get(provider));
    }

    /** Tells every node, when the open transaction commits. */
    void changed() {
        notifications.changed(TABLE);
    }

    /** The secret; empty when it does not open, because the row was changed by another hand or the keys are not those it was sealed with. */
    Optional<Secret> secret(StoredRegistration row) {
        try {
            return Optional.of(cipher.decrypt(row.clientSecret(), row.secretBinding()));
        } catch (UnreadableException e) {
            log.error("ALERT the client secret of registration {} does not open; set it again", row.id());
            alerts.raise(SecurityAlert.ofSystem(
                    AlertKind.UNREADABLE,
                    "registration:" + row.id(),
                    "the client secret at " + row.provider() + "; set it again"));
            return Optional.empty();
        }
    }

    private Rows load() {
        List<StoredRegistration> rows =
                CurrentTransaction.isOpen() ? repository.all(CurrentTransaction.jdbc()) : scope.call(repository::all);
        return new Rows(
                rows.stream().collect(Collectors.toUnmodifiableMap(StoredRegistration::provider, Function.identity())));
    }
}
