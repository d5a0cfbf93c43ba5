package dev.concierge.server;

import dev.concierge.server.database.DatabaseTime;
import java.time.Clock;
import java.time.InstantSource;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;

/** The server: every room in one program. {@link Main} says which verbs start it and how. */
@SpringBootApplication(proxyBeanMethods = false)
@ConfigurationPropertiesScan
public class ConciergeServer {
    /** Every room asks this clock for the time, so that nodes agree on it and tests can move it. */
    @Bean
    @ConditionalOnMissingBean(InstantSource.class)
    Clock clock(DatabaseTime time) {
        return time.clock();
    }
}
