package dev.concierge.sandbox.twitter;

import dev.concierge.sandbox.AuthorizeDialect.ScopeText;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The scopes of X (field 4). */
final class TwitterScopes {
    static final String OFFLINE = "offline.access";
    static final String EMAIL = "users.email";

    /** Almost every call about a person needs both. */
    static final List<String> PROFILE = List.of("tweet.read", "users.read");

    private static final Map<String, ScopeText> KNOWN = known();

    private TwitterScopes() {}

    /** What a {@code scope} parameter asks for, without repeats; empty when it names an unknown scope or none. */
    static Optional<List<String>> parse(String parameter) {
        var scopes = new LinkedHashSet<>(List.of(parameter.strip().split(" +", -1)));
        return KNOWN.keySet().containsAll(scopes) ? Optional.of(List.copyOf(scopes)) : Optional.empty();
    }

    static ScopeText text(String scope) {
        return KNOWN.getOrDefault(scope, new ScopeText(scope, "", false));
    }

    private static Map<String, ScopeText> known() {
        var known = new LinkedHashMap<String, ScopeText>();
        add(known, "tweet.read", "All the posts you can view", "Including those of protected accounts");
        add(known, "tweet.write", "Post and repost for you", "And delete posts");
        add(known, "tweet.moderate.write", "Hide and unhide replies to your posts", "");
        add(known, "users.read", "Any account you can view", "Including protected ones");
        add(known, EMAIL, "Your confirmed e-mail address", "");
        add(known, "media.write", "Upload media for you", "");
        add(known, "space.read", "All the Spaces you can view", "");
        add(known, OFFLINE, "Stay connected to your account", "Until you take the app's access away");
        for (var thing : List.of("follows", "like", "list", "mute", "block", "bookmark", "dm")) {
            add(known, thing + ".read", "See what is yours: " + thing, "");
            add(known, thing + ".write", "Change what is yours: " + thing, "");
        }
        return known;
    }

    private static void add(Map<String, ScopeText> known, String scope, String title, String detail) {
        known.put(scope, new ScopeText(title, detail, false));
    }
}
