package dev.concierge.server;

import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggerConfiguration;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;

/**
 * Keeps every logger but ours at INFO or above, whatever set it lower ({@code logging.level.*}, {@code debug}, a file of the operator's). At DEBUG
 * and TRACE libraries write down requests, headers, statements and answers as they are, with passwords, codes and tokens in them
 * (docs/decisions/0009). Ours go as low as {@code LOG_LEVEL} says.
 */
public final class QuietLibraries implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {
    private static final Logger log = LoggerFactory.getLogger(QuietLibraries.class);
    private static final String OURS = "dev.concierge";

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        LoggingSystem system = LoggingSystem.get(QuietLibraries.class.getClassLoader());
        Set<String> raised = new TreeSet<>();
        for (LoggerConfiguration logger : system.getLoggerConfigurations()) {
            if (isTalkative(logger)) {
                system.setLogLevel(logger.getName(), LogLevel.INFO);
                raised.add(logger.getName());
            }
        }
        if (!raised.isEmpty()) {
            log.warn("Libraries write down secrets below INFO; at INFO stay {}", raised);
        }
    }

    private static boolean isTalkative(LoggerConfiguration logger) {
        LogLevel level = logger.getConfiguredLevel();
        String name = logger.getName();
        boolean ours = name.equals(OURS) || name.startsWith(OURS + ".");
        return !ours && (level == LogLevel.DEBUG || level == LogLevel.TRACE);
    }

    /** After the levels have been read. */
    @Override
    public int getOrder() {
        return LoggingApplicationListener.DEFAULT_ORDER + 1;
    }
}
