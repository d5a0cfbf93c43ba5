package dev.concierge.server.operations;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What this process calls itself.
 *
 * @param environment {@code ENVIRONMENT}, as shown by {@code /health}; default {@code development}
 * @param version {@code VERSION}, the release and its commit as the deployer names them; a label of every metric. Default {@code unreleased}
 */
@ConfigurationProperties("concierge")
record OperationsSettings(
        @DefaultValue("development") String environment,
        @DefaultValue("") String version) {
    OperationsSettings {
        version = version.isBlank() ? "unreleased" : version.strip();
    }
}
