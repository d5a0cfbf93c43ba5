package dev.concierge.server.audit;

import dev.concierge.server.database.Ids;
import dev.concierge.server.database.SystemScope;
import dev.concierge.server.encryption.KeyTrouble;
import dev.concierge.server.encryption.Signer;
import dev.concierge.server.jobs.Job;
import dev.concierge.server.jobs.Lane;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AuditSettings.class)
class AuditConfiguration {
    private static final int COUNTS_AT_ONCE = 5000;
    private static final int MOST_BATCHES = 200;

    @Bean
    VendLog vendLog(VendRepository vends, RowMacs macs, Ids ids, Clock clock, ObjectProvider<MeterRegistry> meters) {
        return new VendLog(new VendFlush(vends::insert, vends::makePartitions), macs, ids, clock, known(meters));
    }

    /** Commands run without metrics. */
    private static MeterRegistry known(ObjectProvider<MeterRegistry> meters) {
        return meters.getIfAvailable(SimpleMeterRegistry::new);
    }

    @Bean
    AuditSealer auditSealer(
            SystemScope system,
            SealRepository seals,
            Signer signer,
            AuditSettings settings,
            Clock clock,
            SecurityAlerts alerts,
            ObjectProvider<MeterRegistry> meters) {
        return new AuditSealer(system, seals, signer, settings, clock, alerts, known(meters));
    }

    @Bean
    @DependsOn("startupCheck")
    VendPartitions vendPartitions(VendRepository vends, AuditSettings settings, Clock clock) {
        return new VendPartitions(vends, settings, clock);
    }

    @Bean
    Job vendPartitionsJob(VendPartitions partitions) {
        return Job.every(Duration.ofHours(12), "audit.partitions", Lane.MAINTENANCE, partitions::renew);
    }

    @Bean
    KeyTrouble keyAlerts(SecurityAlerts alerts) {
        return words -> alerts.raise(SecurityAlert.ofSystem(AlertKind.KEYS, "data_keys", "of " + words));
    }

    @Bean
    Job forgetAlertsJob(AlertBook alerts) {
        return Job.every(Duration.ofHours(1), "audit.tidy-alerts", Lane.MAINTENANCE, alerts::tidy);
    }

    @Bean
    Job auditVerifyJob(AuditChecks checks) {
        return Job.every(Duration.ofSeconds(2), "audit.verify", Lane.MAINTENANCE, checks::work);
    }

    /** Removes counts past their time, in batches; what is left over goes at the next run. */
    @Bean
    Job forgetUsageJob(UsageCounts counts, AuditSettings settings) {
        return Job.every(Duration.ofHours(6), "audit.forget-usage", Lane.MAINTENANCE, () -> {
            int batches = 1;
            while (counts.forget(counts.today().minus(settings.usageRetention()), COUNTS_AT_ONCE) >= COUNTS_AT_ONCE
                    && batches < MOST_BATCHES) {
                batches++;
            }
        });
    }
}
