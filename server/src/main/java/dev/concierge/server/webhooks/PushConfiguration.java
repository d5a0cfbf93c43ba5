package dev.concierge.server.webhooks;

import dev.concierge.server.database.SystemScope;
import dev.concierge.server.jobs.Job;
import dev.concierge.server.jobs.Lane;
import java.time.Clock;
import java.time.Duration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication
@EnableConfigurationProperties(PushSettings.class)
class PushConfiguration {
    private static final Duration EVERY = Duration.ofSeconds(30);
    private static final Duration KEPT = Duration.ofDays(7);
    private static final Duration AT_MOST = Duration.ofMinutes(2);

    /** What was taken longer than a week ago is not sent again. */
    @Bean
    Job forgetPushes(SystemScope system, Clock clock) {
        return Job.every(
                Duration.ofHours(1),
                "webhooks.forget",
                Lane.MAINTENANCE,
                () -> system.run(jdbc -> jdbc.sql("delete from push_seen where seen_at < :until")
                        .param(
                                "until",
                                PushChannelRepository.utc(clock.instant().minus(KEPT)))
                        .update()));
    }

    @Bean
    WebMvcConfigurer pushDoors(PushDoor door) {
        return new WebMvcConfigurer() {
            @Override
            public void addInterceptors(InterceptorRegistry registry) {
                registry.addInterceptor(door).addPathPatterns(PushDoor.DOORS);
            }
        };
    }

    /** Opens, renews and ends channels, one integration after the other. */
    @Bean
    Job watch(PushKeeper keeper) {
        return Job.every(EVERY, "webhooks.watch", Lane.SYNC, () -> keeper.work(AT_MOST));
    }
}
