package dev.concierge.server.database.structure;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Hangs what the catalog answered under what it belongs to. */
final class CatalogTree {
    private final Map<String, List<CatalogRow>> byParent = new HashMap<>();

    private CatalogTree(List<CatalogRow> rows) {
        Set<String> ids = new HashSet<>();
        ids.add("");
        rows.forEach(row -> {
            if (row.id() != null) {
                ids.add(row.id());
            }
        });
        for (CatalogRow row : rows) {
            // What belongs to something that no question asks for is not left out: it hangs at the root.
            CatalogRow placed = ids.contains(row.parent())
                    ? row
                    : new CatalogRow(row.id(), "", row.kind() + " of " + row.parent(), row.name(), row.definition());
            byParent.computeIfAbsent(placed.parent(), _ -> new ArrayList<>()).add(placed);
        }
    }

    static Element of(List<CatalogRow> rows) {
        return new Element("database", "", "", new CatalogTree(rows).children(""));
    }

    private List<Element> children(String parent) {
        List<Element> children = new ArrayList<>();
        Map<String, Integer> times = new HashMap<>();
        for (CatalogRow row : byParent.getOrDefault(parent, List.of())) {
            int before = times.merge(row.kind() + " " + row.name(), 1, Integer::sum) - 1;
            children.add(element(row, before == 0 ? row.name() : row.name() + " #" + before));
        }
        return children;
    }

    private Element element(CatalogRow row, String name) {
        List<Element> children = row.id() == null ? List.of() : children(row.id());
        return DailyPartitions.folded(new Element(row.kind(), name, row.definition(), children));
    }
}
