package dev.concierge.server.operations;

import dev.concierge.server.database.Notifications;
import dev.concierge.server.database.SystemScope;
import dev.concierge.server.jobs.Lane;
import dev.concierge.server.jobs.Lanes;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.micrometer.metrics.autoconfigure.MeterRegistryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(OperationsSettings.class)
class OperationsConfiguration {
    @Bean
    HealthCheck healthCheck(SystemScope system, Notifications notifications, Lanes lanes) {
        Map<String, BooleanSupplier> parts = new LinkedHashMap<>();
        parts.put(
                "database",
                () -> system.call(jdbc ->
                                jdbc.sql("select 1").query(Integer.class).single())
                        == 1);
        parts.put("notifications", notifications::heard);
        for (Lane lane : lanes.configured()) {
            parts.put("lane " + lane.word(), () -> !lanes.stalled().contains(lane));
        }
        return new HealthCheck(parts, System::nanoTime);
    }

    @Bean
    RoutesInSpans routesInSpans() {
        return new RoutesInSpans();
    }

    /** Named {@code node} on the management port, a part of readiness. */
    @Bean
    NodeHealth nodeHealthIndicator(HealthCheck check, OperationsSettings settings) {
        return new NodeHealth(check, settings);
    }

    /** Every figure says which release it is of, so that a new release can be compared with the old one in the same minutes. */
    @Bean
    MeterRegistryCustomizer<MeterRegistry> releaseLabel(OperationsSettings settings) {
        return registry ->
                registry.config().meterFilter(MeterFilter.commonTags(Tags.of("release", settings.version())));
    }
}
