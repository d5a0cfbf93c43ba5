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
    JobRuns jobRuns(SystemScope system, Clock clock) {
        return new JobRuns(system, clock);
    }

    @Bean
    JobMetrics jobMetrics(MeterRegistry meters, JobStore store, JobRuns runs, Clock clock) {
        return new JobMetrics(meters, store, runs, clock);
    }

    @Bean
    JobTasks jobTasks(ObjectProvider<Job> jobs, JobStore store, JobMetrics metrics) {
        return new JobTasks(jobs.stream().toList(), store, metrics);
    }

    // Asked for late: a job's handler may itself want to schedule jobs.
    @Bean
    Lanes lanes(
            JobSettings settings,
            ObjectProvider<JobTasks> tasks,
            SystemScope system,
            JobJson json,
            JobRuns runs,
            Clock clock) {
        return new Lanes(settings, tasks::getObject, system, json, runs, clock);
    }

    @Bean
    JobBook jobBook(SystemScope system, Lanes lanes, ObjectProvider<JobTasks> tasks, JobRuns runs, Clock clock) {
        return new JobBook(system, lanes, tasks::getObject, runs, clock);
    }

    @Bean
    JobRows jobRows(SystemScope system, Lanes lanes, ObjectProvider<JobTasks> tasks, Clock clock) {
        return new JobRows(system, lanes, tasks::getObject, clock);
    }

    @Bean
    JobRunner jobRunner(ObjectProvider<JobTasks> tasks, SystemScope system, JobJson json, Clock clock) {
        return new JobRunner(tasks::getObject, system, json, clock);
    }
}
