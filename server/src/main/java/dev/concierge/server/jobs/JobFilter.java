package dev.concierge.server.jobs;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which jobs are asked for.
 *
 * @param lane null for all
 */
public record JobFilter(@Nullable Lane lane, Which which) {
    /** Where they stand. */
    public enum Which {
        ALL("true"),
        FAILING("coalesce(consecutive_failures, 0) > 0"),
        RUNNING("picked"),
        DUE("not picked and execution_time <= :now"),
        LATER("not picked and execution_time > :now");

        private final String condition;

        Which(String condition) {
            this.condition = condition;
        }

        String condition() {
            return condition;
        }

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<Which> of(String word) {
            return Arrays.stream(values())
                    .filter(one -> one.word().equals(word))
                    .findFirst();
        }
    }
}
