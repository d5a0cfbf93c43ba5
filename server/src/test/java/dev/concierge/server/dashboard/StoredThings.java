package dev.concierge.server.dashboard;

import dev.concierge.server.support.World;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;

/** Puts records beside those that a sync has stored, as streams of other kinds would. */
final class StoredThings {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final World world;
    private final UUID integration;

    StoredThings(World world, UUID integration) {
        this.world = world;
        this.integration = integration;
    }

    /** A copy of the first record of the integration, with some columns changed. */
    UUID add(Map<String, Object> columns) {
        UUID id = UUID.randomUUID();
        Map<String, Object> all = new LinkedHashMap<>(columns);
        all.put("id", id);
        all.put("upstream_id", id);
        world.database()
                .owner()
                .sql("""
                        insert into records select (jsonb_populate_record(r, cast(:columns as jsonb))).*
                          from records r
                         where r.id = (select id from records where integration_id = :integration and deleted_at is null order by id limit 1)
                        """)
                .param("columns", JSON.writeValueAsString(all))
                .param("integration", integration)
                .update();
        return id;
    }
}
