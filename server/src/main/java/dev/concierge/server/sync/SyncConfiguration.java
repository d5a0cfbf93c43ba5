package dev.concierge.server.sync;

import dev.concierge.server.jobs.Job;
import dev.concierge.server.jobs.Lane;
import java.time.Duration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The jobs of this room. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SyncSettings.class)
class SyncConfiguration {
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration CLEAR = Duration.ofHours(1);

    @Bean
    Job syncDue(SyncWorker worker) {
        return Job.every(LOOK, "sync.due", Lane.SYNC, worker::dispatch);
    }

    @Bean
    Job syncWork(SyncWorker worker) {
        return Job.once(SyncWorker.WORK, (work, _) -> worker.work(work));
    }

    @Bean
    Job syncClear(Clearing clearing, NewStreams news) {
        return Job.every(CLEAR, "sync.clear", Lane.MAINTENANCE, () -> {
            news.add();
            clearing.run();
        });
    }
}
