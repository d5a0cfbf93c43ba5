package dev.concierge.sandbox.notion;

import dev.concierge.sandbox.AuthorizeDialect.ScopeText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a connection is set up for (field 4). Notion has no scopes; the consent page lists these instead. */
final class Capabilities {
    static final String READ_CONTENT = "read_content";
    static final String USER_WITH_EMAIL = "read_user_with_email";

    private static final Map<String, ScopeText> ALL = all();

    private Capabilities() {}

    static boolean known(List<String> names) {
        return ALL.keySet().containsAll(names);
    }

    static List<String> names() {
        return List.copyOf(ALL.keySet());
    }

    static ScopeText text(String name) {
        return ALL.getOrDefault(name, new ScopeText(name, "", true));
    }

    private static Map<String, ScopeText> all() {
        var all = new LinkedHashMap<String, ScopeText>();
        add(all, READ_CONTENT, "View the pages you select", "And what is below them");
        add(all, "update_content", "Edit the pages you select", "");
        add(all, "insert_content", "Create new pages", "Below those you select");
        add(all, "read_comments", "View comments", "");
        add(all, "insert_comments", "Comment", "");
        add(all, "read_user_without_email", "View users in the workspace", "Without their e-mail addresses");
        add(all, USER_WITH_EMAIL, "View users in the workspace", "With their e-mail addresses");
        return all;
    }

    private static void add(Map<String, ScopeText> all, String name, String title, String detail) {
        all.put(name, new ScopeText(title, detail, true));
    }
}
