package dev.concierge.server.database.structure;

/** The tables that the product fills itself: what stands in them is part of a release. Every role that may look at the schema's version may read them. */
enum ReferenceTable {
    /** Which migrations were applied; not when, by whom or in which order. */
    HISTORY(
            "public.flyway_schema_history",
            "coalesce(version, description)",
            "concat_ws(E'\\n', description, type, script, 'checksum ' || checksum, case when not success then 'failed' end)"),
    /** That its one row is there; its number is the installation's own. */
    ERA("public.era", "only_row::text", "''");

    private final String qualified;
    private final String name;
    private final String content;

    ReferenceTable(String qualified, String name, String content) {
        this.qualified = qualified;
        this.name = name;
        this.content = content;
    }

    String qualified() {
        return qualified;
    }

    String id() {
        return "reference data " + qualified;
    }

    String query() {
        return "select null as id, '" + id() + "' as parent, 'row' as kind, " + name + " as name, " + content
                + " as definition from " + qualified;
    }
}
