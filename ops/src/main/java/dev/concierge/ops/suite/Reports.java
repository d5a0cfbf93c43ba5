package dev.concierge.ops.suite;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * What the XML reports of surefire and failsafe say, of all modules together.
 *
 * @param tests all that were counted, skipped ones too
 * @param failed assertions that did not hold, and errors
 * @param failures each of them: class, method, first line of the message
 */
record Reports(int tests, int failed, int skipped, List<String> failures) {

    private static final List<String> FOLDERS = List.of("target/surefire-reports", "target/failsafe-reports");
    private static final Reports NONE = new Reports(0, 0, 0, List.of());

    int passed() {
        return tests - failed - skipped;
    }

    /** Removes the reports of earlier runs, so that a test that is no more is not counted. */
    static void clear(Path root) throws IOException {
        for (Path report : files(root)) {
            Files.delete(report);
        }
    }

    static Reports read(Path root) throws IOException {
        Reports sum = NONE;
        for (Path report : files(root)) {
            sum = sum.plus(readOne(report));
        }
        return sum;
    }

    private Reports plus(Reports other) {
        List<String> all = new ArrayList<>(failures);
        all.addAll(other.failures);
        return new Reports(tests + other.tests, failed + other.failed, skipped + other.skipped, List.copyOf(all));
    }

    private static List<Path> files(Path root) throws IOException {
        List<Path> reports = new ArrayList<>();
        try (Stream<Path> modules = Files.list(root)) {
            for (Path module : modules.filter(Files::isDirectory).sorted().toList()) {
                for (String folder : FOLDERS) {
                    reports.addAll(in(module.resolve(folder)));
                }
            }
        }
        return reports;
    }

    private static List<Path> in(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches("TEST-.*\\.xml"))
                    .sorted()
                    .toList();
        }
    }

    /** Streams: a report carries all that its tests printed, which may be many megabytes. */
    private static Reports readOne(Path report) throws IOException {
        try (InputStream content = Files.newInputStream(report)) {
            XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
            factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
            factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
            XMLStreamReader xml = factory.createXMLStreamReader(content);
            Tally tally = new Tally();
            while (xml.hasNext()) {
                if (xml.next() == XMLStreamConstants.START_ELEMENT) {
                    tally.see(xml);
                }
            }
            return tally.sum();
        } catch (XMLStreamException e) {
            throw new IOException(report + " is not a whole report: " + e.getMessage(), e);
        }
    }

    /** Counts cases, not the totals that the suite's element claims: a JVM that crashed leaves them out. */
    private static final class Tally {
        private final List<String> failures = new ArrayList<>();
        private int tests;
        private int skipped;
        private String testCase = "";

        void see(XMLStreamReader xml) {
            switch (xml.getLocalName()) {
                case "testcase" -> {
                    tests++;
                    testCase = attribute(xml, "classname").replaceAll(".*\\.", "") + "." + attribute(xml, "name");
                }
                case "failure", "error" ->
                    failures.add(testCase + ": "
                            + attribute(xml, "message")
                                    .strip()
                                    .lines()
                                    .findFirst()
                                    .orElse(attribute(xml, "type")));
                case "skipped" -> skipped++;
                default -> {
                    // Properties, output and the suite itself say nothing that is counted.
                }
            }
        }

        Reports sum() {
            return new Reports(tests, failures.size(), skipped, List.copyOf(failures));
        }

        private static String attribute(XMLStreamReader xml, String name) {
            String value = xml.getAttributeValue(null, name);
            return value == null ? "" : value;
        }
    }
}
