package dev.concierge.sandbox.google;

import dev.concierge.sandbox.AuthorizeDialect.ScopeText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The scopes Google knows (field 4), under the names that its answers use (field 3). */
final class GoogleScopes {
    static final String OPENID = "openid";
    static final String EMAIL = "https://www.googleapis.com/auth/userinfo.email";
    static final String PROFILE = "https://www.googleapis.com/auth/userinfo.profile";
    static final String CALENDAR = auth("calendar");
    static final String CALENDAR_READONLY = auth("calendar.readonly");
    static final String EVENTS = auth("calendar.events");
    static final String EVENTS_READONLY = auth("calendar.events.readonly");
    static final String CALENDAR_LIST_READONLY = auth("calendar.calendarlist.readonly");

    private static final Map<String, String> ALIASES = Map.of("email", EMAIL, "profile", PROFILE);
    private static final Set<String> IDENTITY = Set.of(OPENID, EMAIL, PROFILE);
    private static final Map<String, ScopeText> KNOWN = known();

    private GoogleScopes() {}

    /**
     * What a {@code scope} parameter asks for, without repeats, aliases replaced; empty when it names an unknown scope.
     */
    static Optional<List<String>> parse(String parameter) {
        var scopes = new LinkedHashSet<String>();
        for (var name : parameter.strip().split(" +", -1)) {
            scopes.add(ALIASES.getOrDefault(name, name));
        }
        return KNOWN.keySet().containsAll(scopes) ? Optional.of(List.copyOf(scopes)) : Optional.empty();
    }

    static boolean isIdentity(String scope) {
        return IDENTITY.contains(scope);
    }

    static ScopeText text(String scope) {
        return KNOWN.getOrDefault(scope, new ScopeText(scope, "", false));
    }

    static boolean isGmail(String scope) {
        return scope.startsWith(auth("gmail.")) || scope.equals("https://mail.google.com/");
    }

    /** Whether it is about a channel, so that the person chooses which. */
    static boolean isYoutube(String scope) {
        return scope.startsWith(auth("youtube")) || scope.startsWith(auth("yt-analytics"));
    }

    private static Map<String, ScopeText> known() {
        var known = new LinkedHashMap<String, ScopeText>();
        known.put(OPENID, new ScopeText("Know who you are", "The number of your account", true));
        known.put(EMAIL, new ScopeText("See your e-mail address", "The main address of your account", true));
        known.put(PROFILE, new ScopeText("See your name", "And your picture, if you made it public", true));
        add(known, CALENDAR, "See, change and share all your calendars", "Calendars themselves included");
        add(known, CALENDAR_READONLY, "See all your calendars", "With every event in them; nothing is changed");
        add(known, EVENTS, "See and change your events", "In all your calendars");
        add(known, EVENTS_READONLY, "See your events", "In all your calendars; nothing is changed");
        add(known, CALENDAR_LIST_READONLY, "See which calendars you have", "Not what is in them");
        add(known, auth("calendar.freebusy"), "See when you are busy", "Not with what");
        for (var name : gmail()) {
            add(known, name, "Use your mail", name);
        }
        for (var name : List.of("drive.file", "drive.appdata", "drive", "drive.readonly", "drive.metadata.readonly")) {
            add(known, auth(name), "Use your files", name);
        }
        add(known, auth("youtube.readonly"), "View your YouTube account", "Your channel, videos and playlists");
        add(known, auth("youtube.upload"), "Manage your YouTube videos", "Upload them; not see the channel");
        add(known, auth("youtube"), "Manage your YouTube account", "");
        add(known, auth("youtube.force-ssl"), "Edit and delete your videos, ratings, comments and captions", "");
        add(known, auth("youtubepartner"), "View and manage your assets on YouTube", "");
        add(known, auth("yt-analytics.readonly"), "View YouTube Analytics reports", "");
        add(known, auth("yt-analytics-monetary.readonly"), "View monetary YouTube Analytics reports", "");
        return known;
    }

    private static List<String> gmail() {
        var names = new ArrayList<String>();
        for (var name :
                List.of("labels", "send", "readonly", "metadata", "modify", "compose", "insert", "settings.basic")) {
            names.add(auth("gmail." + name));
        }
        names.add("https://mail.google.com/");
        return names;
    }

    private static void add(Map<String, ScopeText> known, String scope, String title, String detail) {
        known.put(scope, new ScopeText(title, detail, false));
    }

    private static String auth(String name) {
        return "https://www.googleapis.com/auth/" + name;
    }
}
