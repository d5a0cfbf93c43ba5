package dev.concierge.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The providers of the catalog, found as whole words in the names of tests: package, class, method, argument. */
final class ProviderNames {

    /** An entry without a file: any issuer that describes itself. */
    private static final String BY_ISSUER = "oidc";

    private static final String CATALOG = "server/src/main/resources/catalog";
    private static final String ENDING = ".yaml";

    private final Set<String> ids;

    ProviderNames(Collection<String> ids) {
        this.ids = Set.copyOf(ids);
    }

    /** Those of the repository that holds a module: a file of the catalog is all that a new one needs to be counted. */
    static ProviderNames of(Path module) {
        Set<String> ids = new TreeSet<>(Set.of(BY_ISSUER));
        Path catalog = module.resolveSibling(CATALOG);
        if (Files.isDirectory(catalog)) {
            try (Stream<Path> files = Files.list(catalog)) {
                files.map(file -> file.getFileName().toString())
                        .filter(name -> name.endsWith(ENDING))
                        .forEach(name -> ids.add(name.substring(0, name.length() - ENDING.length())));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return new ProviderNames(ids);
    }

    /** Which of them the text names, by words in {@code CamelCase}, {@code snake_case} or prose. */
    Set<String> in(String text) {
        String words = text.replaceAll("(?<=[a-z0-9])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
        return Arrays.stream(words.split("[^a-z0-9]+"))
                .filter(ids::contains)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
