package dev.concierge.sandbox.github;

import dev.concierge.sandbox.AuthorizeDialect.ScopeText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The scopes of OAuth apps (field 4) and which of them swallow others. */
final class GithubScopes {
    static final String OFFLINE_ACCESS = "offline_access";
    static final Set<String> MAIL = Set.of("user:email", "user");

    private static final Map<String, List<String>> SWALLOWS = Map.of(
            "user", List.of("read:user", "user:email", "user:follow"),
            "repo", List.of("repo:status", "repo_deployment", "public_repo", "repo:invite", "security_events"),
            "admin:repo_hook", List.of("write:repo_hook", "read:repo_hook"),
            "write:repo_hook", List.of("read:repo_hook"),
            "admin:org", List.of("write:org", "read:org"),
            "write:org", List.of("read:org"),
            "project", List.of("read:project"));
    private static final Map<String, ScopeText> KNOWN = known();

    private GithubScopes() {}

    /** What a {@code scope} parameter asks for, normalised; empty when it names an unknown scope. */
    static Optional<List<String>> parse(String parameter) {
        var scopes = new LinkedHashSet<String>();
        for (var name : parameter.strip().split(" +", -1)) {
            if (!name.isEmpty()) {
                scopes.add(name);
            }
        }
        return KNOWN.keySet().containsAll(scopes) ? Optional.of(normalised(List.copyOf(scopes))) : Optional.empty();
    }

    /** Without repeats, and without what another one includes. */
    static List<String> normalised(List<String> scopes) {
        var left = new LinkedHashSet<>(scopes);
        scopes.forEach(scope -> SWALLOWS.getOrDefault(scope, List.of()).forEach(left::remove));
        return List.copyOf(left);
    }

    /** Whether the first list allows everything that the second asks for. */
    static boolean covers(List<String> granted, List<String> asked) {
        var all = new ArrayList<>(granted);
        all.addAll(asked);
        return Set.copyOf(normalised(granted)).equals(Set.copyOf(normalised(all)));
    }

    static ScopeText text(String scope) {
        return KNOWN.getOrDefault(scope, new ScopeText(scope, "", false));
    }

    private static Map<String, ScopeText> known() {
        var known = new LinkedHashMap<String, ScopeText>();
        add(known, "read:user", "Read your profile", "Name, picture and number of your account");
        add(known, "user:email", "Read your e-mail addresses", "Private ones too");
        add(known, "user:follow", "Follow people for you", "");
        add(known, "user", "Change your profile", "And read all of it");
        add(known, "repo", "Work on all your repositories", "Public and private");
        add(known, "public_repo", "Work on public repositories", "");
        for (var name : List.of("repo:status", "repo_deployment", "repo:invite", "security_events", "delete_repo")) {
            add(known, name, "Use your repositories", name);
        }
        for (var name : List.of("admin:repo_hook", "write:repo_hook", "read:repo_hook")) {
            add(known, name, "Use the webhooks of your repositories", name);
        }
        for (var name : List.of("admin:org", "write:org", "read:org")) {
            add(known, name, "Use your organisations and teams", name);
        }
        for (var name : List.of("workflow", "gist", "notifications", "project", "read:project")) {
            add(known, name, "Use your " + name, name);
        }
        add(known, OFFLINE_ACCESS, "Stay connected", "With tokens that are renewed");
        return known;
    }

    private static void add(Map<String, ScopeText> known, String scope, String title, String detail) {
        known.put(scope, new ScopeText(title, detail, false));
    }
}
