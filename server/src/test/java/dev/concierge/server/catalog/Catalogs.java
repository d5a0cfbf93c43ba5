package dev.concierge.server.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Catalogs made of files alone. */
public final class Catalogs {
    /** The providers of the product, one built-in file each, as the folder holds them. */
    public static final List<String> IDS = files("/catalog/", ".yaml");

    private Catalogs() {}

    /** The built-in files. */
    public static Catalog builtIn() {
        return load(true, Optional.empty());
    }

    static Catalog load(boolean production, Optional<Path> folder) {
        return new Catalog(new CatalogLoader(production).load(folder), LateProviders.NONE);
    }

    /** A built-in provider as its file describes it, with every host replaced by one of the test. */
    public static Provider moved(String id, URI base) {
        String text = movedText(id, base);
        Faults faults = new Faults(id + ".yaml");
        var map = YamlFile.read(text.getBytes(StandardCharsets.UTF_8), faults);
        if (map == null) {
            throw new AssertionError(faults.lines());
        }
        Provider provider = new ProviderReader(new Section(map, "", true, faults)).read();
        if (!faults.none()) {
            throw new AssertionError(faults.lines());
        }
        return provider;
    }

    /** Names in a folder of resources, without their ending. */
    static List<String> files(String folder, String ending) {
        URL url = Objects.requireNonNull(Catalogs.class.getResource(folder), folder);
        try (Stream<Path> all = Files.list(Path.of(url.toURI()))) {
            return all.map(path -> path.getFileName().toString())
                    .filter(name -> name.endsWith(ending))
                    .map(name -> name.substring(0, name.length() - ending.length()))
                    .sorted()
                    .toList();
        } catch (IOException | URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    /** The text of a built-in file with every host replaced by one of the test. */
    public static String movedText(String id, URI base) {
        return text(id).replaceAll(
                        "(?m)^(\\s*(?:endpoint|jwks|userinfo|permissionList|emailList|baseUrl): )https://[^/\\s]+",
                        "$1" + base.toString().replaceAll("/$", ""));
    }

    static String text(String id) {
        try (InputStream in = Catalogs.class.getResourceAsStream("/catalog/" + id + ".yaml")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
