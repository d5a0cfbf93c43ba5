package dev.concierge.server.web;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What every page and address depends on.
 *
 * @param publicUrl where people reach this installation ({@code PUBLIC_URL}); default {@code http://localhost:8080}
 * @param environment {@code ENVIRONMENT}; {@code production} switches off what is meant for development. Default {@code development}
 */
@ConfigurationProperties("concierge")
record WebSettings(
        @DefaultValue("http://localhost:8080") String publicUrl,
        @DefaultValue("development") String environment) {
    boolean production() {
        return environment.equalsIgnoreCase("production");
    }
}
