package dev.concierge.server.audit;

import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;

/**
 * One batch into the table, repeated when its outcome is unknown: the ids were made before, so a row that is there already is left alone.
 */
final class VendFlush {
    private static final Logger log = LoggerFactory.getLogger(VendFlush.class);
    private static final int MOST_TRIES = 4;
    private static final int LONGEST_REASON = 200;
    /** PostgreSQL's check_violation, also told when no partition takes a row. */
    private static final String CHECK_VIOLATION = "23514";

    private final Consumer<List<VendRow>> insert;
    private final Consumer<LocalDate> makePartitions;

    /**
     * @param insert commits the rows or throws
     * @param makePartitions makes the partitions around a day, where they are missing
     */
    VendFlush(Consumer<List<VendRow>> insert, Consumer<LocalDate> makePartitions) {
        this.insert = insert;
        this.makePartitions = makePartitions;
    }

    /** @return false when the rows are not known to be committed within the patience */
    boolean write(List<VendRow> rows, Duration patience) {
        if (rows.isEmpty()) {
            return true;
        }
        long start = System.nanoTime();
        for (int attempt = 1; attempt <= MOST_TRIES && System.nanoTime() - start < patience.toNanos(); attempt++) {
            try {
                insert.accept(rows);
                return true;
            } catch (RuntimeException e) {
                log.warn("Writing {} vends failed (try {}): {}", rows.size(), attempt, reason(e));
                if (noPartition(e)) {
                    rows.stream().map(VendRepository::day).distinct().forEach(makePartitions);
                }
            }
        }
        return false;
    }

    private static @Nullable String reason(Throwable thrown) {
        Throwable root = NestedExceptionUtils.getMostSpecificCause(thrown);
        return Texts.oneLine(root.getMessage(), LONGEST_REASON);
    }

    private static boolean noPartition(Throwable thrown) {
        for (@Nullable Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return CHECK_VIOLATION.equals(sql.getSQLState());
            }
        }
        return false;
    }
}
