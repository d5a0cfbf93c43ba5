package dev.concierge.ops.suite;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * How many tests carry each tag and name each provider, of all modules together, as the tests' own listener wrote it under {@code target/tally}.
 *
 * @param tags by name, the six of the suite first and always there
 * @param providers by id; a test that names two counts for both
 */
record Counts(Map<String, Integer> tags, Map<String, Integer> providers) {

    private static final List<String> TAGS =
            List.of("flow", "token", "isolation", "security", "performance", "end-to-end");
    private static final String FOLDER = "target/tally";
    private static final String TAG = "tag.";
    private static final String PROVIDER = "provider.";
    private static final String EMPTY = " ".repeat(20);

    /** Removes the counts of earlier runs. */
    static void clear(Path root) throws IOException {
        for (Path file : files(root)) {
            Files.delete(file);
        }
    }

    static Counts read(Path root) throws IOException {
        Map<String, Integer> tags = new LinkedHashMap<>();
        TAGS.forEach(tag -> tags.put(tag, 0));
        Map<String, Integer> providers = new TreeMap<>();
        for (Path file : files(root)) {
            Properties properties = new Properties();
            try (Reader text = Files.newBufferedReader(file)) {
                properties.load(text);
            }
            for (String key : properties.stringPropertyNames()) {
                int count = Integer.parseInt(properties.getProperty(key));
                if (key.startsWith(TAG)) {
                    tags.merge(key.substring(TAG.length()), count, Integer::sum);
                } else if (key.startsWith(PROVIDER)) {
                    providers.merge(key.substring(PROVIDER.length()), count, Integer::sum);
                }
            }
        }
        return new Counts(tags, providers);
    }

    /**
     * Two columns beside each other: tags, and providers.
     *
     * @param ran how many tests the reports tell of; those that no listener counted get a row of their own
     */
    List<String> table(int ran) {
        Map<String, Integer> left = new LinkedHashMap<>(tags);
        int counted = tags.values().stream().mapToInt(Integer::intValue).sum();
        if (ran > counted) {
            left.put("no tag", ran - counted);
        }
        List<String> lines = new ArrayList<>(List.of("Tests by tag, and those that name a provider:"));
        Iterator<String> tagRows = rows(left);
        Iterator<String> providerRows = rows(providers);
        while (tagRows.hasNext() || providerRows.hasNext()) {
            String row = (tagRows.hasNext() ? tagRows.next() : EMPTY)
                    + (providerRows.hasNext() ? "    " + providerRows.next() : "");
            lines.add(row);
        }
        return lines;
    }

    private static Iterator<String> rows(Map<String, Integer> counts) {
        return counts.entrySet().stream()
                .map(count -> "  %-12s %5d".formatted(count.getKey(), count.getValue()))
                .iterator();
    }

    private static List<Path> files(Path root) throws IOException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> modules = Files.list(root)) {
            for (Path module : modules.filter(Files::isDirectory).sorted().toList()) {
                Path folder = module.resolve(FOLDER);
                if (Files.isDirectory(folder)) {
                    try (Stream<Path> files = Files.list(folder)) {
                        files.filter(file -> file.toString().endsWith(".properties"))
                                .sorted()
                                .forEach(found::add);
                    }
                }
            }
        }
        return found;
    }
}
