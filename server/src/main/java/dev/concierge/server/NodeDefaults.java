package dev.concierge.server;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * What follows from {@code ROLE} and {@code ENVIRONMENT}: a process that is a worker only opens no port but the management one, and production
 * logs in JSON (ECS), one event a line.
 */
public final class NodeDefaults implements EnvironmentPostProcessor, Ordered {
    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        Map<String, Object> defaults = new HashMap<>();
        List<String> role = Binder.get(environment)
                .bind("concierge.role", Bindable.listOf(String.class))
                .orElse(List.of("web"));
        if (!role.contains("web")) {
            defaults.put("server.port", -1);
        }
        if ("production".equalsIgnoreCase(environment.getProperty("concierge.environment"))) {
            defaults.put("logging.structured.format.console", "ecs");
        }
        if (!defaults.isEmpty()) {
            environment.getPropertySources().addFirst(new MapPropertySource("node defaults", defaults));
        }
    }

    /** After the configuration files have been read. */
    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }
}
