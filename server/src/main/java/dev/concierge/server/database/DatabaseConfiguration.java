package dev.concierge.server.database;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DatabaseSettings.class)
class DatabaseConfiguration {
    @Bean(destroyMethod = "close")
    RolePool appPool(DatabaseSettings settings, ObjectProvider<MeterRegistry> meters) {
        return new RolePool("app", settings, settings.app(), settings.appConnections(), meters.getIfAvailable());
    }

    @Bean(destroyMethod = "close")
    RolePool authPool(DatabaseSettings settings, ObjectProvider<MeterRegistry> meters) {
        return new RolePool("auth", settings, settings.auth(), settings.authConnections(), meters.getIfAvailable());
    }

    @Bean(destroyMethod = "close")
    RolePool systemPool(DatabaseSettings settings, ObjectProvider<MeterRegistry> meters) {
        return new RolePool(
                "system", settings, settings.system(), settings.systemConnections(), meters.getIfAvailable());
    }

    @Bean
    AccountScope accountScope(RolePool appPool) {
        return new AccountScope(appPool);
    }

    @Bean
    AuthScope authScope(RolePool authPool) {
        return new AuthScope(authPool);
    }

    @Bean
    SystemScope systemScope(RolePool systemPool) {
        return new SystemScope(systemPool);
    }

    @Bean
    Ids ids(Clock clock) {
        return new Ids(clock);
    }

    @Bean
    DatabaseTime databaseTime(ObjectProvider<MeterRegistry> meters) {
        DatabaseTime time = new DatabaseTime(Clock.systemUTC());
        meters.ifAvailable(registry -> Gauge.builder(
                        "concierge.clock.offset", time, each -> each.offset().toMillis() / 1000.0)
                .description("Seconds added to this machine's clock to agree with the database's; 0 while it is right")
                .baseUnit("seconds")
                .register(registry));
        return time;
    }

    @Bean
    Freshness freshness() {
        return new Freshness(System::nanoTime);
    }

    @Bean
    Notifications notifications(Freshness freshness) {
        return new Notifications(freshness);
    }

    @Bean
    NodeCaches nodeCaches(Freshness freshness) {
        return new NodeCaches(freshness);
    }

    @Bean
    NotificationListener notificationListener(
            DatabaseSettings settings, Freshness freshness, Notifications notifications, DatabaseTime time) {
        return new NotificationListener(settings, freshness, notifications, time);
    }

    @Bean
    StartupCheck startupCheck(DatabaseSettings settings, SystemScope systemScope) {
        return new StartupCheck(settings, systemScope);
    }
}
