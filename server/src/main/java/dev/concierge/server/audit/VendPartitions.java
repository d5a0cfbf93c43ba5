package dev.concierge.server.audit;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;

/** Keeps a partition for each of the next seven days, and drops those past their time. */
final class VendPartitions implements InitializingBean {
    private static final Logger log = LoggerFactory.getLogger(VendPartitions.class);

    private final VendRepository vends;
    private final AuditSettings settings;
    private final Clock clock;

    VendPartitions(VendRepository vends, AuditSettings settings, Clock clock) {
        this.vends = vends;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public void afterPropertiesSet() {
        vends.makePartitions(today());
    }

    void renew() {
        int made = vends.makePartitions(today());
        int dropped = vends.dropPartitions(today().minus(settings.vendRetention()));
        log.info("Vend partitions: {} made, {} dropped", made, dropped);
    }

    private LocalDate today() {
        return clock.instant().atOffset(ZoneOffset.UTC).toLocalDate();
    }
}
