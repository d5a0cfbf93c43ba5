package dev.concierge.sandbox.notion;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.concierge.sandbox.Person;
import dev.concierge.sandbox.notion.Workspace.Page;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** Who has which workspaces. Linh is in two, one of them shared with Ana, who sees other pages of it. */
final class Workspaces {
    private static final String MERIDIAN = "Meridian";

    private Workspaces() {}

    /** At least one for everybody, always the same. */
    static List<Workspace> of(Person person) {
        return switch (person.account()) {
            case "linh.tran@meridian.example" ->
                List.of(
                        workspace("meridian", MERIDIAN, "🧭", "Roadmap", "Team wiki", "Meeting notes", "Hiring"),
                        workspace("linh-notes", "Linh’s notes", "🌱", "Reading list", "Garden"));
            case "ana.ruiz@meridian.example" ->
                List.of(workspace("meridian", MERIDIAN, "🧭", "Roadmap", "Meeting notes", "Clientes 2026"));
            case "linh@home.example" ->
                List.of(workspace("tran-family", "Nhà Trần", "🏡", "Công thức nấu ăn", "Travel plans"));
            case "jonas.weber@home.example" ->
                List.of(workspace("weber-household", "Weber household", "🔧", "Renovation", "Budget <2027>"));
            default ->
                List.of(workspace(
                        person.account(), person.givenName() + "’s Notion", "📓", "Getting started", "Tasks"));
        };
    }

    /** The same text always gives the same id. */
    static String uuid(String seed) {
        return UUID.nameUUIDFromBytes(("notion " + seed).getBytes(UTF_8)).toString();
    }

    private static Workspace workspace(String key, String name, String icon, String... titles) {
        var pages = Arrays.stream(titles)
                .map(title -> new Page(uuid(key + " page " + title), title))
                .toList();
        return new Workspace(uuid(key), name, icon, pages);
    }
}
