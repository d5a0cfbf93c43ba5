package dev.concierge.bench;

import dev.concierge.sandbox.BelongingsView;
import dev.concierge.sandbox.CalendarView;
import dev.concierge.sandbox.Sandbox;
import dev.concierge.sandbox.belongings.Belonging;
import dev.concierge.sandbox.calendar.CalendarEvent;
import java.io.IOException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** A person with many accounts at Google, and what goes on there: things come, change and go while they are synced. */
final class SyncKillGroup implements AutoCloseable {
    private static final String GOOGLE = "google";
    private static final int LARGE_EVERY = 4;
    private static final int MESSAGES_KEPT = 12;
    private static final Set<String> PUT_AWAY = Set.of("TRASH", "SPAM");
    private static final LocalDateTime START = LocalDateTime.of(2027, 1, 4, 9, 0);

    /** @param upstream the account at the provider */
    record Member(String upstream, String integration) {}

    private final Installation at;
    private final Journey person;
    private final List<Member> members = new ArrayList<>();
    private final Random random = new Random(20_261_129);
    private String key = "";
    private long made;
    private int rounds;

    private SyncKillGroup(Installation at) {
        this.at = at;
        this.person = new Journey(at.url("/"));
    }

    /**
     * Has a connection ask for files and mail as well, in the server's description of Google. Nobody is told of changes: each would wait for the server, which is
     * told of them by pushes, and a call that is held meanwhile would come to its deadline.
     */
    static String withFilesAndMail(String description) {
        String scopes = "https://www.googleapis.com/auth/";
        return description
                .replaceAll("(?m)^    push: \\S+\\R", "")
                .replaceAll(
                        "(?m)^(connect:\\R  scopes: \\[.*)]$",
                        "$1, " + scopes + "drive.metadata.readonly, " + scopes + "gmail.readonly]");
    }

    /** Signs up and connects the accounts. */
    static SyncKillGroup connect(Installation at, SyncKillScale scale) throws IOException, InterruptedException {
        SyncKillGroup group = new SyncKillGroup(at);
        group.person.signUp("sync-kill@people.example");
        Connections connections = new Connections(at);
        for (int i = 0; i < scale.integrations(); i++) {
            String upstream = "sync-kill-" + i + "@upstream.example";
            at.sandbox().addPerson(upstream, "Account", "Number " + i, ZoneOffset.UTC);
            prepare(at.sandbox(), upstream, i % LARGE_EVERY == 0 ? scale.events() : 0);
            group.members.add(new Member(upstream, connections.connect(group.person, GOOGLE, upstream)));
        }
        group.key = group.person.key("integrations:read", "integrations:write");
        return group;
    }

    /** Series would have more occurrences with each day, so there are none; and reading a message is dear. */
    private static void prepare(Sandbox sandbox, String upstream, int events) {
        CalendarView calendar = sandbox.calendar(upstream);
        for (CalendarEvent event : there(calendar)) {
            if (!event.content().recurrence().isEmpty()) {
                calendar.cancel(event.id());
            }
        }
        for (int i = 0; i < events; i++) {
            calendar.add("Event " + i, START.plusHours(i), START.plusHours(i + 1));
        }
        BelongingsView messages = sandbox.belongings(GOOGLE, "messages", upstream);
        List<Belonging> all = messages.all();
        for (Belonging message : all.subList(0, Math.max(0, all.size() - MESSAGES_KEPT))) {
            messages.remove(message.id());
        }
    }

    String key() {
        return key;
    }

    /** Adds, changes and takes away some of the things of one in so many accounts, others each time. */
    void change(int oneIn) {
        rounds++;
        for (int i = rounds % oneIn; i < members.size(); i += oneIn) {
            String upstream = members.get(i).upstream();
            changeEvents(at.sandbox().calendar(upstream));
            changeFiles(at.sandbox().belongings(GOOGLE, "files", upstream));
            changeMessages(at.sandbox().belongings(GOOGLE, "messages", upstream));
        }
    }

    private void changeEvents(CalendarView calendar) {
        List<CalendarEvent> some = shuffled(there(calendar));
        calendar.cancel(some.get(0).id());
        for (CalendarEvent event : some.subList(1, 3)) {
            String title = next();
            calendar.change(event.id(), content -> content.titled(title));
        }
        calendar.add(next(), START, START.plusHours(1));
        calendar.add(next(), START, START.plusHours(2));
    }

    private void changeFiles(BelongingsView files) {
        List<Belonging> some = shuffled(files.all());
        files.remove(some.get(0).id());
        files.change(some.get(1).id(), "{\"trashed\":true}");
        files.change(some.get(2).id(), "{\"name\":\"" + next() + "\",\"trashed\":false}");
        for (int i = 0; i < 3; i++) {
            files.add("""
                    {"kind":"drive#file","id":"%s","name":"%s","mimeType":"application/pdf","trashed":false,
                     "createdTime":"2026-11-01T10:00:00.000Z","modifiedTime":"2026-11-01T10:00:00.000Z"}
                    """.formatted(id(), next()));
        }
    }

    /** No two labels are the same: of several changes of a message the sandbox tells the last one. */
    private void changeMessages(BelongingsView messages) {
        List<Belonging> some =
                shuffled(messages.all().stream().filter(SyncKillGroup::shown).toList());
        messages.remove(some.get(0).id());
        messages.change(some.get(1).id(), "{\"labelIds\":[\"TRASH\"]}");
        messages.change(some.get(2).id(), "{\"labelIds\":[\"INBOX\",\"" + next() + "\"]}");
        for (int i = 0; i < 3; i++) {
            String id = id();
            messages.add("""
                    {"id":"%s","threadId":"%s","labelIds":["INBOX"],"snippet":"Hello","sizeEstimate":1000,"internalDate":"1793527200000",
                     "payload":{"mimeType":"text/plain","headers":[
                         {"name":"From","value":"mara.lind@meridian.example"},{"name":"Subject","value":"%s"}]}}
                    """.formatted(id, id, next()));
        }
    }

    private String next() {
        made++;
        return "Number " + made;
    }

    private String id() {
        made++;
        return String.format(Locale.ROOT, "%016x", made);
    }

    private <T> List<T> shuffled(List<T> all) {
        List<T> some = new ArrayList<>(all);
        Collections.shuffle(some, random);
        return some;
    }

    /** What there is at the provider, by the sandbox's own store. */
    Map<SyncKillItem, String> truth() {
        Map<SyncKillItem, String> truth = new HashMap<>();
        for (Member member : members) {
            for (CalendarView calendar : at.sandbox().calendars(member.upstream())) {
                for (CalendarEvent event : there(calendar)) {
                    truth.put(
                            new SyncKillItem(member.integration(), SyncKillItem.EVENTS, calendar.id(), event.id()),
                            event.content().title());
                }
            }
            add(truth, member, SyncKillItem.FILES, at.sandbox().belongings(GOOGLE, "files", member.upstream()));
            add(truth, member, SyncKillItem.MESSAGES, at.sandbox().belongings(GOOGLE, "messages", member.upstream()));
        }
        return truth;
    }

    private static void add(Map<SyncKillItem, String> truth, Member member, String stream, BelongingsView things) {
        for (Belonging thing : things.all()) {
            if (shown(thing)) {
                truth.put(
                        new SyncKillItem(member.integration(), stream, "", thing.id()),
                        SyncKillItem.says(stream, thing.content()));
            }
        }
    }

    /** Neither in a bin nor spam. */
    private static boolean shown(Belonging thing) {
        return !thing.content().path("trashed").asBoolean(false)
                && Collections.disjoint(SyncKillItem.labels(thing.content()), PUT_AWAY);
    }

    private static List<CalendarEvent> there(CalendarView calendar) {
        return calendar.events().stream().filter(event -> !event.cancelled()).toList();
    }

    @Override
    public void close() {
        person.close();
    }
}
