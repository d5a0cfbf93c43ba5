package dev.concierge.server;

import java.util.List;
import java.util.Map;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.core.env.MapPropertySource;

/** A process that is a worker only opens no port but the management one. */
final class WorkerPort implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {
    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        List<String> role = Binder.get(event.getEnvironment())
                .bind("concierge.role", Bindable.listOf(String.class))
                .orElse(List.of("web"));
        if (!role.contains("web")) {
            event.getEnvironment()
                    .getPropertySources()
                    .addFirst(new MapPropertySource("worker-port", Map.of("server.port", -1)));
        }
    }

    /** After the configuration files have been read. */
    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }
}
