package dev.concierge.server.web;

import dev.concierge.sandbox.BelongingsView;
import dev.concierge.sandbox.CalendarView;
import dev.concierge.sandbox.Sandbox;
import dev.concierge.sandbox.entries.Entries;
import dev.concierge.sandbox.things.Things;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** One new thing of each stream, which its owner adds, renames and deletes at the sandbox behind our back. All are called Kestrel. */
final class SandboxThings {
    private static final String LINH = Visitor.LINH_WORK;
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration SOON = Duration.ofMinutes(15);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    private final World world;
    private final Sandbox sandbox;

    SandboxThings(World world) {
        this.world = world;
        this.sandbox = world.sandbox();
    }

    /**
     * A thing of a stream.
     *
     * @param interval between two of the stream's runs
     * @param gone after how long it is seen that something was deleted
     * @param add takes its title; answers its id
     * @param rename takes id and title
     */
    record Thing(
            String stream,
            Duration interval,
            Duration gone,
            UnaryOperator<String> titles,
            UnaryOperator<String> add,
            BiConsumer<String, String> rename,
            Consumer<String> remove) {
        /** What our pages call it. */
        String shown(String word) {
            return titles.apply(title(word));
        }

        String title(String word) {
            return "Kestrel " + stream.replace('.', ' ') + " " + word;
        }
    }

    List<Thing> all() {
        return List.of(
                event("google.calendar.events", "google"),
                event("microsoft.graph.events", "microsoft"),
                belonging(
                        "google.drive.files",
                        "google",
                        "files",
                        SOON,
                        "{'name':'%s','mimeType':'text/plain','trashed':false,'modifiedTime':'2026-11-20T08:00:00.000Z'}",
                        "{'name':'%s'}"),
                mail(),
                belonging(
                        "youtube.data.videos",
                        "youtube",
                        "videos",
                        Duration.ofHours(6),
                        "{'snippet':{'title':'%s','publishedAt':'2026-11-20T08:00:00Z','channelTitle':'Linh Tran'},'status':{'privacyStatus':'public'}}",
                        "{'snippet':{'title':'%s'}}"),
                thing(
                        "microsoft.graph.files",
                        "microsoft",
                        "files",
                        SOON,
                        SOON,
                        "{'name':'%s','file':{}}",
                        "{'name':'%s'}"),
                thing(
                        "microsoft.graph.messages",
                        "microsoft",
                        "messages",
                        SOON,
                        SOON,
                        "{'subject':'%s','parentFolderId':'" + folder() + "'}",
                        "{'subject':'%s'}"),
                repository(),
                thing(
                        "github.api.issues",
                        "github",
                        "issues",
                        SOON,
                        Duration.ofDays(7),
                        "{'title':'%s','number':9001}",
                        "{'title':'%s'}"),
                thing(
                        "github.api.notifications",
                        "github",
                        "notifications",
                        SOON,
                        DAY,
                        "{'subject':{'title':'%s'}}",
                        "{'subject':{'title':'%s'}}"),
                entry("notion.api.pages", "notion", "page", SOON, DAY),
                entry("notion.api.databases", "notion", "data_source", SOON, DAY),
                entry("twitter.api.posts", "twitter", "post", Duration.ofHours(6), Duration.ofDays(7)),
                entry("meta.graph.posts", "meta", "post", Duration.ofHours(3), Duration.ofHours(3)),
                entry("linkedin.rest.posts", "linkedin", "post", Duration.ofHours(12), Duration.ofHours(12)));
    }

    private Thing event(String stream, String provider) {
        CalendarView calendar = sandbox.calendar(provider, LINH);
        LocalDateTime soon = LocalDateTime.ofInstant(world.clock().instant().plus(Duration.ofDays(3)), ZoneOffset.UTC);
        return new Thing(
                stream,
                SOON,
                SOON,
                title -> title,
                title -> calendar.add(title, soon, soon.plusHours(1)).id(),
                (id, title) -> calendar.change(id, content -> content.titled(title)),
                calendar::cancel);
    }

    private Thing belonging(String stream, String provider, String kind, Duration interval, String form, String patch) {
        BelongingsView things = sandbox.belongings(provider, kind, LINH);
        return new Thing(
                stream,
                interval,
                interval,
                title -> title,
                title -> {
                    ObjectNode content = object(form, title).put("id", "kestrel0001");
                    return things.add(content.toString()).id();
                },
                (id, title) -> things.change(id, object(patch, title).toString()),
                things::remove);
    }

    /** What a message says never changes: it is starred. */
    private Thing mail() {
        BelongingsView messages = sandbox.belongings("google", "messages", LINH);
        String form = """
                {'id':'00000000000000aa','threadId':'00000000000000aa','labelIds':['INBOX'],'snippet':'Fly','internalDate':'1763625600000',
                 'payload':{'mimeType':'text/plain','headers':[{'name':'From','value':'Mara <mara@meridian.example>'},{'name':'Subject','value':'%s'}]}}
                """;
        return new Thing(
                "google.mail.messages",
                SOON,
                SOON,
                title -> title.substring(0, title.lastIndexOf(' ')),
                title -> messages.add(object(form, title.substring(0, title.lastIndexOf(' ')))
                                .toString())
                        .id(),
                (id, _) -> messages.change(id, "{\"labelIds\":[\"INBOX\",\"STARRED\"]}"),
                messages::remove);
    }

    private Thing thing(
            String stream, String provider, String kind, Duration interval, Duration gone, String form, String patch) {
        return thing(stream, provider, kind, interval, gone, title -> title, form, patch);
    }

    private Thing thing(
            String stream,
            String provider,
            String kind,
            Duration interval,
            Duration gone,
            UnaryOperator<String> titles,
            String form,
            String patch) {
        Things things = sandbox.things(provider);
        return new Thing(
                stream,
                interval,
                gone,
                titles,
                title -> things.add(LINH, kind, object(form, title)).id(),
                (id, title) -> things.change(LINH, kind, id, object(patch, title)),
                id -> things.remove(LINH, kind, id));
    }

    private Thing repository() {
        return thing(
                "github.api.repositories",
                "github",
                "repositories",
                HOUR,
                HOUR,
                title -> "linhtran/" + title,
                "{'name':'%s'}",
                "{'name':'%s'}");
    }

    private String folder() {
        return sandbox.things("microsoft").of(LINH, "messages").getFirst().text("parentFolderId");
    }

    private Thing entry(String stream, String provider, String kind, Duration interval, Duration gone) {
        Entries entries = sandbox.entries(provider);
        return new Thing(
                stream,
                interval,
                gone,
                title -> title,
                title -> entries.add(LINH, kind, title).id(),
                (id, title) -> entries.change(LINH, id, before -> before.saying(title)),
                id -> entries.remove(LINH, id));
    }

    /** @param form JSON with single quotation marks, and {@code %s} for the title */
    private static ObjectNode object(String form, String title) {
        return (ObjectNode) JSON.readTree(form.replace('\'', '"').replace("%s", title));
    }
}
