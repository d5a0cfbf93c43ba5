package dev.concierge.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.ReflectionSupport;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Counts the tests of a run by tag and by the provider they name, and writes the counts into a file of its own under {@code target/tally}: the keys
 * are {@code tag.NAME} and {@code provider.ID}. A class that fails before its tests counts as one, as it does in the reports. A test that names two
 * providers counts for both. Without a folder {@code target} nothing is written.
 */
public final class Tally implements TestExecutionListener {

    private final Path module;
    private final ProviderNames providers;
    private final TreeMap<String, Integer> counts = new TreeMap<>();
    private @Nullable TestPlan plan;

    /** For the module in whose folder the tests run, as Maven does it. */
    public Tally() {
        this(Path.of("").toAbsolutePath());
    }

    Tally(Path module) {
        this.module = module;
        this.providers = ProviderNames.of(module);
    }

    @Override
    public synchronized void testPlanExecutionStarted(TestPlan started) {
        plan = started;
    }

    @Override
    public synchronized void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (test.isTest() || result.getStatus() == TestExecutionResult.Status.FAILED) {
            Optional<Class<?>> where = classOf(test);
            tags(test, where).forEach(tag -> counts.merge("tag." + tag, 1, Integer::sum));
            String names = where.map(Class::getName).orElse("") + " " + test.getLegacyReportingName() + " "
                    + test.getDisplayName();
            providers.in(names).forEach(id -> counts.merge("provider." + id, 1, Integer::sum));
        }
    }

    @Override
    public synchronized void testPlanExecutionFinished(TestPlan finished) {
        if (counts.isEmpty() || !Files.isDirectory(module.resolve("target"))) {
            return;
        }
        Properties properties = new Properties();
        counts.forEach((key, count) -> properties.setProperty(key, Integer.toString(count)));
        counts.clear();
        try {
            Path folder = Files.createDirectories(module.resolve("target/tally"));
            try (Writer file = Files.newBufferedWriter(Files.createTempFile(folder, "run-", ".properties"))) {
                properties.store(file, null);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An engine other than Jupiter's may not tell the tags of a class as a test's. */
    private static List<String> tags(TestIdentifier test, Optional<Class<?>> where) {
        List<String> told = SuiteTags.among(
                test.getTags().stream().map(tag -> tag.getName()).toList());
        if (!told.isEmpty()) {
            return told;
        }
        List<String> written = new ArrayList<>();
        where.ifPresent(type ->
                AnnotationSupport.findRepeatableAnnotations(type, Tag.class).forEach(tag -> written.add(tag.value())));
        return SuiteTags.among(written);
    }

    /** The nearest class around a test; engines have sources of their own kinds for what is inside. */
    private Optional<Class<?>> classOf(TestIdentifier test) {
        Optional<TestIdentifier> at = Optional.of(test);
        while (at.isPresent()) {
            if (at.get().getSource().orElse(null) instanceof ClassSource source) {
                return ReflectionSupport.tryToLoadClass(source.getClassName()).toOptional();
            }
            at = plan == null ? Optional.empty() : plan.getParent(at.get());
        }
        return Optional.empty();
    }
}
