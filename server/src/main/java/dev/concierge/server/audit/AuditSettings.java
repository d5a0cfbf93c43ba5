package dev.concierge.server.audit;

import java.time.Duration;
import java.time.Period;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long the trail is kept and how soon it is sealed.
 *
 * @param vendRetentionDays {@code AUDIT_VEND_RETENTION}: days that vends are kept, 1 to 3650, default 90; other events are kept for ever
 * @param usageRetentionDays days that the counts of use are kept, 31 to 3650, default 400; the page of an integration shows thirty
 * @param sealEvery how often each node looks for rows to seal, 50 ms to 1 minute, default 500 ms; zero for never (tests seal themselves)
 */
@ConfigurationProperties("concierge.audit")
record AuditSettings(
        @DefaultValue("90") int vendRetentionDays,
        @DefaultValue("400") int usageRetentionDays,
        @DefaultValue("500ms") Duration sealEvery) {
    private static final int MOST_DAYS = 3650;
    private static final int LEAST_USAGE_DAYS = 31;

    AuditSettings {
        if (vendRetentionDays < 1 || vendRetentionDays > MOST_DAYS) {
            throw new IllegalArgumentException("AUDIT_VEND_RETENTION is a number of days, 1 to " + MOST_DAYS + ".");
        }
        if (usageRetentionDays < LEAST_USAGE_DAYS || usageRetentionDays > MOST_DAYS) {
            throw new IllegalArgumentException("concierge.audit.usage-retention-days must be between "
                    + LEAST_USAGE_DAYS + " and " + MOST_DAYS + ".");
        }
    }

    Period vendRetention() {
        return Period.ofDays(vendRetentionDays);
    }

    Period usageRetention() {
        return Period.ofDays(usageRetentionDays);
    }
}
