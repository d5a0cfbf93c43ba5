package dev.concierge.server.catalog;

import java.nio.file.Path;
import java.util.Optional;

/** Catalogs made of files alone. */
public final class Catalogs {
    private Catalogs() {}

    /** The built-in files. */
    public static Catalog builtIn() {
        return load(true, Optional.empty());
    }

    static Catalog load(boolean production, Optional<Path> folder) {
        return new Catalog(new CatalogLoader(production).load(folder), LateProviders.NONE);
    }
}
