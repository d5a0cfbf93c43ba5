package dev.concierge.server.identity;

import dev.concierge.server.database.AuthScope;
import dev.concierge.server.database.CurrentTransaction;
import dev.concierge.server.database.NodeCache;
import dev.concierge.server.database.NodeCaches;
import dev.concierge.server.database.Notifications;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The one row of {@code sign_up_policy}, in this node's cache, over {@code SIGN_UP} and {@code SIGN_UP_DOMAINS}. */
@Component
class SignUpBook {
    private static final Logger log = LoggerFactory.getLogger(SignUpBook.class);

    /** Stands for the row in notifications. */
    private static final UUID ROW = UUID.fromString("8b7d0f4e-53f1-4a0e-9f58-2f1f6c7f0a31");

    private final AuthScope scope;
    private final Notifications notifications;
    private final NodeCache<UUID, SignUpRule> cache;
    private final IdentitySettings settings;
    private volatile @Nullable SignUpRule known;

    SignUpBook(AuthScope scope, Notifications notifications, NodeCaches caches, IdentitySettings settings) {
        this.scope = scope;
        this.notifications = notifications;
        this.cache = caches.create(1, _ -> List.of(ROW));
        this.settings = settings;
    }

    /** @throws dev.concierge.server.problem.ProblemException {@code unavailable} when nobody can tell */
    SignUpRule now() {
        SignUpRule now = Objects.requireNonNull(cache.get(ROW, _ -> read()));
        known = now;
        return now;
    }

    /** For what is only shown: the last one known while the database is away, and the environment's before there was any. */
    SignUpRule shown() {
        try {
            return now();
        } catch (RuntimeException e) {
            log.debug("the sign-up policy is the last one known", e);
            SignUpRule last = known;
            return last == null ? new SignUpRule(0, false, settings.signUp(), settings.signUpDomains()) : last;
        }
    }

    /** As the table says now. */
    SignUpRule read() {
        return CurrentTransaction.isOpen() ? read(CurrentTransaction.jdbc()) : scope.call(this::read);
    }

    private SignUpRule read(JdbcClient jdbc) {
        return jdbc.sql("select version, policy, domains from sign_up_policy_read()")
                .query((row, _) -> rule(row))
                .single();
    }

    private SignUpRule rule(ResultSet row) throws SQLException {
        String policy = row.getString("policy");
        return policy == null
                ? new SignUpRule(row.getLong("version"), false, settings.signUp(), settings.signUpDomains())
                : new SignUpRule(
                        row.getLong("version"),
                        true,
                        SignUpPolicy.valueOf(policy.toUpperCase(Locale.ROOT)),
                        Set.of((String[]) row.getArray("domains").getArray()));
    }

    /**
     * Writes it in the open transaction of the system role, and tells every node.
     *
     * @param policy null for the environment's
     * @return false when another version is stored by now
     */
    boolean write(long version, @Nullable SignUpPolicy policy, Set<String> domains) {
        boolean written = CurrentTransaction.jdbc()
                .sql("select sign_up_policy_write(:version, cast(:policy as text), :domains)")
                .param("version", version)
                .param("policy", policy == null ? null : policy.name().toLowerCase(Locale.ROOT))
                .param("domains", domains.stream().sorted().toArray(String[]::new))
                .query(Boolean.class)
                .single();
        if (written) {
            notifications.changed(ROW);
        }
        return written;
    }
}
