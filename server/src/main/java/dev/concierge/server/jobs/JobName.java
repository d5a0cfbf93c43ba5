package dev.concierge.server.jobs;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Names one job that waits or runs.
 *
 * @param job {@code room.verb}
 * @param instance what it is for, usually a row's id; {@code recurring} for a recurring one
 */
public record JobName(Lane lane, String job, String instance) {
    private static final Pattern WORD = Pattern.compile("[!-~]{1,250}");

    /** The name that these words give; empty when no job can have it. */
    public static Optional<JobName> of(String lane, String job, String instance) {
        return Arrays.stream(Lane.values())
                .filter(one -> one.word().equals(lane))
                .filter(_ ->
                        WORD.matcher(job).matches() && WORD.matcher(instance).matches())
                .map(one -> new JobName(one, job, instance))
                .findFirst();
    }

    /** As the trail names it. */
    public String words() {
        return lane.word() + "/" + job + "/" + instance;
    }
}
