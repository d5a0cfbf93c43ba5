package dev.concierge.testing;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** A run inside a run, which the listener of the suite does not count. */
final class Launch {

    private Launch() {}

    /** @return what failed, each with its message */
    static List<String> failures(Class<?>... classes) {
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        run(summary, classes);
        return summary.getSummary().getFailures().stream().map(Launch::text).toList();
    }

    static void run(TestExecutionListener listener, Class<?>... classes) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(Arrays.stream(classes)
                        .flatMap(type -> Stream.of(selectClass(type)))
                        .toList())
                .build();
        LauncherFactory.create(LauncherConfig.builder()
                        .enableTestExecutionListenerAutoRegistration(false)
                        .build())
                .execute(request, listener);
    }

    private static String text(TestExecutionSummary.Failure failure) {
        return failure.getTestIdentifier().getDisplayName() + ": "
                + failure.getException().getMessage();
    }
}
