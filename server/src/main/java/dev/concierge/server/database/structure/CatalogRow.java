package dev.concierge.server.database.structure;

import org.jspecify.annotations.Nullable;

/**
 * One thing as a question to the catalog answers it.
 *
 * @param id what its children name as their parent; null where it can have none
 * @param parent the id of what it belongs to; empty for the database itself
 */
record CatalogRow(@Nullable String id, String parent, String kind, String name, String definition) {
    CatalogRow withDefinition(String other) {
        return new CatalogRow(id, parent, kind, name, other);
    }
}
