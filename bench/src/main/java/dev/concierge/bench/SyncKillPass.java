package dev.concierge.bench;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the pages that are interrupted belong to. Which of them are held is told by their address, so that first, middle and last pages are among them. */
enum SyncKillPass {
    /** What changed since the last run: of calendars, files and mail. */
    CHANGES(
            "changes",
            "calendar/v3/calendars/\\S+syncToken=|drive/v3/changes\\?|gmail/v1/users/me/(?:history|messages)") {
        @Override
        boolean halts(String target) {
            return Math.floorMod(target.hashCode(), 2) == 0;
        }
    },
    /** Everything once more, because the provider takes the calendars' sync tokens no more; what is not seen any more is swept at the end. */
    EVERYTHING("everything", "calendar/v3/calendars/(?!\\S+syncToken=)") {
        @Override
        boolean halts(String target) {
            return target.contains("pageToken=") || Math.floorMod(target.hashCode(), 4) != 0;
        }
    };

    private static final Pattern TARGET = Pattern.compile("\\AGET (\\S+)");

    private final String word;
    private final Pattern pages;

    SyncKillPass(String word, String pages) {
        this.word = word;
        this.pages = Pattern.compile("/google/(?:" + pages + ")");
    }

    String word() {
        return word;
    }

    /** Whether a request, by its bytes, is for a page that is to be held. */
    boolean holds(String request) {
        Matcher target = TARGET.matcher(request);
        return target.find() && pages.matcher(target.group(1)).find() && halts(target.group(1));
    }

    abstract boolean halts(String target);
}
