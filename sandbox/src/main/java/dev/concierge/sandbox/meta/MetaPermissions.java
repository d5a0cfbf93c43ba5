package dev.concierge.sandbox.meta;

import dev.concierge.sandbox.AuthorizeDialect.ScopeText;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The permissions Meta knows (field 4), which is its word for scopes. */
final class MetaPermissions {
    static final String PUBLIC_PROFILE = "public_profile";
    static final String EMAIL = "email";
    static final String PAGES_SHOW_LIST = "pages_show_list";

    private static final Map<String, ScopeText> KNOWN = known();

    private MetaPermissions() {}

    /** Comma or blank between them; {@code public_profile} is always among them. Empty when one is unknown. */
    static Optional<List<String>> read(String parameter) {
        var names = new LinkedHashSet<String>();
        names.add(PUBLIC_PROFILE);
        for (var name : parameter.split("[, ]", -1)) {
            if (!name.isEmpty()) {
                names.add(name);
            }
        }
        return KNOWN.keySet().containsAll(names) ? Optional.of(List.copyOf(names)) : Optional.empty();
    }

    /** Whether it is about Pages, so that the person picks which. */
    static boolean isAboutPages(String name) {
        return name.startsWith("pages_") || name.equals("read_insights");
    }

    static ScopeText text(String name) {
        return KNOWN.getOrDefault(name, new ScopeText(name, "", false));
    }

    private static Map<String, ScopeText> known() {
        var known = new LinkedHashMap<String, ScopeText>();
        known.put(PUBLIC_PROFILE, new ScopeText("Name and profile picture", "Always shared", true));
        add(known, EMAIL, "Email address");
        add(known, PAGES_SHOW_LIST, "Show a list of the Pages you manage");
        add(known, "pages_read_engagement", "Read content posted on the Page");
        add(known, "pages_read_user_content", "Read user content on your Page");
        add(known, "pages_manage_posts", "Create and manage content on your Page");
        add(known, "pages_manage_metadata", "Manage accounts, settings, and webhooks for a Page");
        add(known, "pages_messaging", "Manage and access Page conversations");
        add(known, "read_insights", "Access your Page and app insights");
        add(known, "business_management", "Manage your business");
        return known;
    }

    private static void add(Map<String, ScopeText> known, String name, String title) {
        known.put(name, new ScopeText(title, name, false));
    }
}
