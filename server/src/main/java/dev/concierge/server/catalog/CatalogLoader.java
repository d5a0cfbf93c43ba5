package dev.concierge.server.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.yaml.snakeyaml.nodes.MappingNode;

/** Loads the built-in files and those of {@code CATALOG_DIR}, and tells all that is wrong in all of them at once. */
final class CatalogLoader {
    private static final String BUILT_IN = "classpath:/catalog/*.yaml";
    private static final int MOST_FILES = 200;

    private final boolean production;
    private final List<String> faults = new ArrayList<>();
    private final Map<String, Provider> providers = new TreeMap<>();

    CatalogLoader(boolean production) {
        this.production = production;
    }

    /** @throws CatalogException with one line for each fault */
    Collection<Provider> load(Optional<Path> folder) {
        builtIn();
        folder.ifPresent(this::own);
        providers.values().forEach(this::shares);
        if (!faults.isEmpty()) {
            throw new CatalogException(faults);
        }
        return List.copyOf(providers.values());
    }

    /** A shared registration is another provider's own. */
    private void shares(Provider provider) {
        String other = provider.setup().sharedWith();
        if (other != null
                && (!providers.containsKey(other)
                        || providers.get(other).setup().sharedWith() != null)) {
            faults.add(provider.id() + ": registration.sharedWith names " + other
                    + ", which is no provider with a registration of its own");
        }
    }

    private void builtIn() {
        try {
            for (Resource resource : new PathMatchingResourcePatternResolver().getResources(BUILT_IN)) {
                String name = String.valueOf(resource.getFilename());
                read(name, resource.getContentAsByteArray(), false)
                        .ifPresent(provider -> providers.put(provider.id(), provider));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the built-in catalog cannot be read", e);
        }
    }

    private void own(Path folder) {
        Map<String, String> files = new TreeMap<>();
        for (Path path : files(folder)) {
            String file = String.valueOf(path.getFileName());
            bytes(path).flatMap(bytes -> read(file, bytes, !production)).ifPresent(provider -> {
                String other = files.put(provider.id(), file);
                if (other != null) {
                    faults.add(file + ": the id " + provider.id() + " is also in " + other);
                } else if (providers.containsKey(provider.id()) && production) {
                    faults.add(file + ": replaces the built-in " + provider.id() + ", which production does not allow");
                } else {
                    providers.put(provider.id(), provider);
                }
            });
        }
    }

    private List<Path> files(Path folder) {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, "*.{yaml,yml}")) {
            all.forEach(files::add);
        } catch (IOException e) {
            faults.add("CATALOG_DIR cannot be read: " + folder);
        }
        if (files.size() > MOST_FILES) {
            faults.add("CATALOG_DIR holds more than " + MOST_FILES + " files");
            return List.of();
        }
        Collections.sort(files);
        return files;
    }

    private Optional<byte[]> bytes(Path path) {
        try (InputStream in = Files.newInputStream(path)) {
            return Optional.of(in.readNBytes(YamlFile.LARGEST_BYTES + 1));
        } catch (IOException e) {
            faults.add(path.getFileName() + ": cannot be read");
            return Optional.empty();
        }
    }

    private Optional<Provider> read(String file, byte[] bytes, boolean plainHttp) {
        Faults found = new Faults(file);
        MappingNode map = YamlFile.read(bytes, found);
        Optional<Provider> provider = map == null
                ? Optional.empty()
                : Optional.of(new ProviderReader(new Section(map, "", plainHttp, found)).read());
        faults.addAll(found.lines());
        return found.none() ? provider : Optional.empty();
    }
}
