package dev.concierge.sandbox.microsoft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.Http;
import dev.concierge.sandbox.Http.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

@Tag("flow")
class GraphFeedsTest {
    private static final String NEXT = "@odata.nextLink";
    private static final String DELTA = "@odata.deltaLink";

    private final MicrosoftWorld world = new MicrosoftWorld();
    private final String everything = mint("Files.Read", "Mail.Read", "Calendars.Read");

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void a_round_tells_everything_once_and_the_next_one_what_changed() {
        var things = world.sandbox.things("microsoft");
        var all = new ArrayList<String>();
        var end = readOn(graph("/me/drive/root/delta?$top=50"), all);
        assertThat(all).hasSize(things.of(MicrosoftWorld.LINH, "files").size()).doesNotHaveDuplicates();

        var file = things.of(MicrosoftWorld.LINH, "files").getLast();
        things.remove(MicrosoftWorld.LINH, "files", file.id());
        var changed = Http.bearer(end, everything).json();
        assertThat(changed.path("value")).hasSize(1);
        assertThat(changed.path("value").path(0).path("id").asString()).isEqualTo(file.id());
        assertThat(changed.path("value").path(0).path("deleted").isObject()).isTrue();
        assertThat(readOn(changed.path(DELTA).asString(), new ArrayList<>())).isNotEmpty();
    }

    @Test
    void what_changes_during_a_round_comes_with_the_next_one() {
        var first =
                Http.bearer(graph("/me/drive/root/delta?$top=50"), everything).json();
        var things = world.sandbox.things("microsoft");
        var added = things.add(MicrosoftWorld.LINH, "files", object("{\"name\":\"New\"}"));

        var rest = new ArrayList<String>();
        var end = readOn(first.path(NEXT).asString(), rest);
        assertThat(rest).doesNotContain(added.id());
        var next = new ArrayList<String>();
        readOn(end, next);
        assertThat(next).containsExactly(added.id());
    }

    @Test
    void token_latest_tells_only_what_comes() {
        var told = new ArrayList<String>();
        readOn(graph("/me/drive/root/delta?token=latest"), told);
        assertThat(told).isEmpty();
    }

    @Test
    void a_link_that_is_too_old_is_410_in_the_words_of_its_service() {
        var files = readOn(graph("/me/drive/root/delta"), new ArrayList<>());
        var folders = readOn(graph("/me/mailFolders/delta"), new ArrayList<>());
        world.pass(Duration.ofDays(31));
        var later = mint("Files.Read", "Mail.Read");

        var tooOld = Http.bearer(files, later);
        assertThat(tooOld.status()).isEqualTo(410);
        assertThat(tooOld.header("Location")).endsWith("/me/drive/root/delta");
        assertThat(code(tooOld)).isEqualTo("resyncChangesApplyDifferences");
        assertThat(Http.bearer(folders, later).status()).isEqualTo(410);
        assertThat(code(Http.bearer(folders, later))).isEqualTo("SyncStateNotFound");
    }

    @Test
    void a_token_that_nobody_gave_is_400_and_one_of_another_query_too() {
        var folders = readOn(graph("/me/mailFolders/delta"), new ArrayList<>());
        var foreign = folders.substring(folders.indexOf('='));
        assertThat(get("/me/drive/root/delta?token=nonsense").status()).isEqualTo(400);
        assertThat(get("/me/drive/root/delta?token" + foreign).status()).isEqualTo(400);
        assertThat(get("/me/calendarView/delta?$deltatoken" + foreign).status()).isEqualTo(400);
        assertThat(get("/me/calendarView/delta").status()).isEqualTo(400);
    }

    @Test
    void messages_are_told_by_folder_with_the_fields_that_were_asked_for() {
        var inbox = get("/me/mailFolders/delta?$select=displayName")
                .json()
                .path("value")
                .path(0);
        assertThat(inbox.path("displayName").asString()).isEqualTo("Inbox");
        var first = Http.get(
                        graph("/me/mailFolders/" + inbox.path("id").asString() + "/messages/delta?$select=subject"),
                        "Authorization",
                        "Bearer " + everything,
                        "Prefer",
                        "odata.maxpagesize=3")
                .json();

        assertThat(first.path("value")).hasSize(3).allMatch(each -> each.has("subject") && !each.has("body"));
        assertThat(Http.bearer(first.path(NEXT).asString(), everything).json().path("value"))
                .allMatch(each -> each.has("subject") && !each.has("bodyPreview"));
        assertThat(get("/me/mailFolders/elsewhere/messages/delta").status()).isEqualTo(404);
    }

    @Test
    void a_calendar_view_takes_series_apart() {
        var now = world.sandbox.clock().instant();
        var events = get("/me/calendarView/delta?startDateTime=" + now + "&endDateTime=" + now.plus(Duration.ofDays(7)))
                .json()
                .path("value");
        assertThat(events).anyMatch(each -> type(each).equals("seriesMaster"));
        assertThat(events)
                .filteredOn(each -> type(each).equals("occurrence"))
                .isNotEmpty()
                .allMatch(each -> !each.has("subject") && each.has("seriesMasterId"));
        assertThat(get("/me/calendarView/delta?startDateTime=" + now + "&endDateTime=" + now + "&$select=subject")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void each_feed_wants_its_scope() {
        var narrow = mint("User.Read");
        for (var path : List.of("/me/drive/root/delta", "/me/mailFolders/delta", "/me/calendarView/delta")) {
            assertThat(Http.bearer(graph(path), narrow).status()).as(path).isEqualTo(403);
        }
    }

    /** Reads a round to its end; where the next one begins. */
    private String readOn(String from, List<String> ids) {
        var page = Http.bearer(from, everything).json();
        while (true) {
            page.path("value").forEach(each -> ids.add(each.path("id").asString()));
            if (!page.has(NEXT)) {
                return page.path(DELTA).asString();
            }
            page = Http.bearer(page.path(NEXT).asString(), everything).json();
        }
    }

    private static String type(JsonNode event) {
        return event.path("type").asString("");
    }

    private static String code(Reply reply) {
        return reply.json().path("error").path("code").asString();
    }

    private Reply get(String path) {
        return Http.bearer(graph(path), everything);
    }

    private String graph(String path) {
        return world.base + "/graph/v1.0" + path;
    }

    private String mint(String... scopes) {
        return world.sandbox
                .mint("microsoft", MicrosoftWorld.LINH, MicrosoftWorld.CLIENT, List.of(scopes))
                .accessToken();
    }

    private static ObjectNode object(String json) {
        return (ObjectNode) JsonMapper.builder().build().readTree(json);
    }
}
