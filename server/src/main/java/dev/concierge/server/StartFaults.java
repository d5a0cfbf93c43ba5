package dev.concierge.server;

import dev.concierge.server.catalog.CatalogException;
import dev.concierge.server.database.UnfitDatabaseException;
import dev.concierge.server.problem.ProblemException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Tells what an operator got wrong from what is broken in the server. The first kind is printed by {@link Commands}, one line for each fault and no
 * stack trace, so Boot's own report is switched off for it; the second keeps its stack trace.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class StartFaults implements SpringBootExceptionReporter {
    private static final int CONFIGURATION = 78;
    private static final int UNAVAILABLE = 69;
    private static final String OURS = "dev.concierge.";

    /** Boot makes reporters by this constructor. */
    public StartFaults(@Nullable ConfigurableApplicationContext context) {}

    /**
     * What the operator must change.
     *
     * @param exitCode of sysexits.h
     */
    record Report(int exitCode, List<String> lines) {}

    @Override
    public boolean reportException(Throwable failure) {
        return of(failure).isPresent();
    }

    /** Empty when the failure is no fault of the configuration. */
    static Optional<Report> of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CatalogException
                    || cause instanceof UnfitDatabaseException
                    || (cause instanceof IllegalArgumentException && ours(cause))) {
                return Optional.of(new Report(CONFIGURATION, lines(cause)));
            }
            if (cause instanceof ProblemException problem) {
                return Optional.of(new Report(UNAVAILABLE, List.of(problem.detail())));
            }
            if (cause instanceof BindException bind
                    && !(root(bind) instanceof IllegalArgumentException ours && ours(ours))) {
                return Optional.of(new Report(CONFIGURATION, List.of(unbound(bind))));
            }
        }
        return Optional.empty();
    }

    /** Thrown by our own code: its message is a sentence for the operator. */
    private static boolean ours(Throwable cause) {
        StackTraceElement[] trace = cause.getStackTrace();
        return trace.length > 0 && trace[0].getClassName().startsWith(OURS);
    }

    private static String unbound(BindException bind) {
        return bind.getName() + " cannot be read as "
                + bind.getTarget().getType().resolve(Object.class).getSimpleName() + ".";
    }

    private static List<String> lines(Throwable cause) {
        return String.valueOf(cause.getMessage()).lines().toList();
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
