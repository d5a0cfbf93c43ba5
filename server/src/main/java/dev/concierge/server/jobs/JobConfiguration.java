package dev.concierge.server.jobs;

import dev.concierge.server.database.SystemScope;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(JobSettings.class)
class JobConfiguration {
    @Bean
    JobMetrics jobMetrics(MeterRegistry meters, JobStore store, Clock clock) {
        return new JobMetrics(meters, store, clock);
    }

    @Bean
    JobTasks jobTasks(ObjectProvider<Job> jobs, JobStore store, JobMetrics metrics) {
        return new JobTasks(jobs.stream().toList(), store, metrics);
    }

    // Asked for late: a job's handler may itself want to schedule jobs.
    @Bean
    Lanes lanes(JobSettings settings, ObjectProvider<JobTasks> tasks, SystemScope system, JobJson json, Clock clock) {
        return new Lanes(settings, tasks::getObject, system, json, clock);
    }

    @Bean
    JobRunner jobRunner(ObjectProvider<JobTasks> tasks, SystemScope system, JobJson json, Clock clock) {
        return new JobRunner(tasks::getObject, system, json, clock);
    }
}
