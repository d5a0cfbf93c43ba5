package dev.concierge.sandbox.meta;

import dev.concierge.sandbox.Person;
import java.util.List;
import java.util.Map;

/**
 * A Facebook Page that somebody runs.
 *
 * @param tasks what that person may do there
 */
record MetaPage(String id, String name, String category, List<String> tasks) {
    private static final List<String> ALL_TASKS =
            List.of("ADVERTISE", "ANALYZE", "CREATE_CONTENT", "MESSAGING", "MODERATE", "MANAGE");

    private static final Map<String, List<MetaPage>> PAGES = Map.of(
            "linh.tran@meridian.example",
            List.of(
                    new MetaPage("104857600000101", "Meridian Travel", "Travel company", ALL_TASKS),
                    new MetaPage("104857600000102", "Bánh mì & Berlin", "Food blog", ALL_TASKS)),
            "ana.ruiz@meridian.example",
            List.of(new MetaPage("104857600000201", "Ruiz Studio", "Design agency", ALL_TASKS)),
            "jonas.weber@home.example",
            List.of(new MetaPage(
                    "104857600000301", "Weber's Woodwork", "Local business", List.of("ANALYZE", "CREATE_CONTENT"))));

    /** The Pages of a person; many have none. */
    static List<MetaPage> of(Person person) {
        return PAGES.getOrDefault(person.account(), List.of());
    }
}
