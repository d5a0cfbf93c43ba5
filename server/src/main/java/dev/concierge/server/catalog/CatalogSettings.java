package dev.concierge.server.catalog;

import dev.concierge.server.web.Role;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the operator decides about the catalog.
 *
 * @param environment {@code ENVIRONMENT}; under {@code production} no file replaces a built-in provider and every endpoint is https
 * @param catalog the rest
 */
@ConfigurationProperties("concierge")
record CatalogSettings(
        @DefaultValue("development") String environment,
        @DefaultValue Files catalog) {

    /**
     * Files and ceilings.
     *
     * @param folder {@code CATALOG_DIR}: a folder whose {@code *.yaml} files add providers or replace those of the same id. Default none
     * @param scopeCeilings {@code SCOPE_CEILINGS}: {@code role=class} pairs with commas between, for example {@code guest=identity,user=read}.
     *     Default {@code guest=read,user=write,manager=restricted,admin=restricted}
     */
    record Files(
            @DefaultValue("") String folder,
            @DefaultValue("") String scopeCeilings) {}

    boolean production() {
        return environment.equalsIgnoreCase("production");
    }

    Optional<Path> folder() {
        return catalog.folder().isBlank()
                ? Optional.empty()
                : Optional.of(Path.of(catalog.folder().strip()));
    }

    /** @throws IllegalArgumentException with a sentence for the operator */
    Map<Role, ScopeClass> ceilings() {
        Map<Role, ScopeClass> ceilings = new EnumMap<>(Role.class);
        for (String pair : catalog.scopeCeilings().split(",", -1)) {
            if (!pair.isBlank()) {
                put(ceilings, pair.strip());
            }
        }
        return ceilings;
    }

    private static void put(Map<Role, ScopeClass> ceilings, String pair) {
        String[] parts = pair.split("=", 2);
        try {
            Role role = Role.of(parts[0].strip());
            ScopeClass ceiling = ScopeClass.valueOf(parts[1].strip().toUpperCase(Locale.ROOT));
            if (ceilings.put(role, ceiling) == null) {
                return;
            }
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw new IllegalArgumentException(
                    "SCOPE_CEILINGS: \"" + pair
                            + "\" is not role=class (guest, user, manager, admin; identity, read, write, restricted).",
                    e);
        }
        throw new IllegalArgumentException("SCOPE_CEILINGS names " + parts[0].strip() + " twice.");
    }
}
