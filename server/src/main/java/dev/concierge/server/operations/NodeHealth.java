package dev.concierge.server.operations;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** The parts of {@link HealthCheck} and the version, for the management port. */
final class NodeHealth implements HealthIndicator {
    private final HealthCheck check;
    private final OperationsSettings settings;

    NodeHealth(HealthCheck check, OperationsSettings settings) {
        this.check = check;
        this.settings = settings;
    }

    @Override
    public Health health() {
        HealthCheck.Report report = check.report();
        Health.Builder health = report.healthy() ? Health.up() : Health.outOfService();
        report.parts().forEach((part, well) -> health.withDetail(part, well ? "well" : "unwell"));
        return health.withDetail("version", settings.version()).build();
    }
}
