package dev.concierge.sandbox.google;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.BelongingsView;
import dev.concierge.sandbox.Http;
import dev.concierge.sandbox.Http.Reply;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Field 15: files, and the feed of their changes. */
@Tag("flow")
class DriveTest {
    private static final String SCOPE = "https://www.googleapis.com/auth/drive.metadata.readonly";
    private static final String FILE = "{\"id\":\"1new\",\"name\":\"New\",\"trashed\":false}";

    private final GoogleWorld world = new GoogleWorld();
    private final String token = world.tokens("scope", "openid " + SCOPE).text("access_token");
    private final BelongingsView files = world.sandbox.belongings("google", "files", GoogleWorld.LINH);

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void files_come_in_pages_each_once_and_those_in_the_bin_only_when_not_left_out() {
        List<String> ids = new ArrayList<>();
        var page = drive("/files?pageSize=10&q=trashed%20%3D%20false&fields=nextPageToken,files(id,name)");
        while (true) {
            page.json().path("files").forEach(file -> ids.add(file.path("id").asString()));
            if (page.text("nextPageToken").isEmpty()) {
                break;
            }
            page = drive("/files?pageSize=10&q=trashed%20%3D%20false&fields=nextPageToken,files(id,name)&pageToken="
                    + page.text("nextPageToken"));
        }
        assertThat(ids).doesNotHaveDuplicates().hasSize(files.all().size() - 1);
        assertThat(drive("/files?pageSize=1000").json().path("files").size())
                .isEqualTo(files.all().size());
    }

    @Test
    void only_the_fields_that_are_asked_for_come() {
        assertThat(first(drive("/files"), "files").propertyNames())
                .containsExactlyInAnyOrder("kind", "id", "name", "mimeType");
        var owned = first(drive("/files?fields=files(id,owners(displayName))"), "files");
        assertThat(owned.propertyNames()).containsExactlyInAnyOrder("id", "owners");
        assertThat(owned.path("owners").path(0).propertyNames()).containsExactly("displayName");
        assertThat(first(drive("/files?fields=*"), "files").has("webViewLink")).isTrue();
        assertThat(first(drive("/files?fields=files/id"), "files").propertyNames())
                .containsExactly("id");
    }

    @Test
    void changes_tell_each_file_as_it_last_was_and_say_on_the_last_page_where_to_go_on() {
        var start = drive("/changes/startPageToken").text("startPageToken");
        assertThat(changes(start).json().path("changes").isEmpty()).isTrue();
        assertThat(changes(start).text("newStartPageToken")).isEqualTo(start);

        files.add(FILE);
        files.change("1new", "{\"name\":\"Newer\"}");
        var gone = files.all().getFirst().id();
        files.remove(gone);

        var first = drive("/changes?pageSize=1&fields=*&pageToken=" + start);
        assertThat(first(first, "changes").path("file").path("name").asString()).isEqualTo("Newer");
        assertThat(first.json().has("newStartPageToken")).isFalse();
        var last = drive("/changes?pageSize=1&fields=*&pageToken=" + first.text("nextPageToken"));
        assertThat(first(last, "changes").path("fileId").asString()).isEqualTo(gone);
        assertThat(first(last, "changes").path("removed").asBoolean()).isTrue();
        assertThat(first(last, "changes").has("file")).isFalse();
        assertThat(last.json().has("nextPageToken")).isFalse();
        assertThat(changes(last.text("newStartPageToken"))
                        .json()
                        .path("changes")
                        .isEmpty())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "0", "-1", "999999"})
    void a_place_that_was_never_given_out_is_refused(String place) {
        var refused = changes(place);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(error(refused).path("location").asString()).isEqualTo("pageToken");
        assertThat(drive("/files?pageToken=" + place).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "/files?pageSize=0, 400",
        "/files?pageSize=1001, 400",
        "/files?fields=shoeSize, 400",
        "/files?fields=files(id, 400",
        "/files?shoeSize=1, 400",
        "/changes, 400",
        "/files?q=name='x', 501",
        "/files?orderBy=name, 501",
        "/files?corpora=allDrives, 501"
    })
    void what_is_not_understood_is_refused(String path, int status) {
        assertThat(drive(path.replace("'", "%27")).status()).isEqualTo(status);
    }

    @Test
    void it_needs_its_scope() {
        var other = world.tokens().text("access_token");

        for (var path : List.of("/files", "/changes?pageToken=1", "/changes/startPageToken")) {
            assertThat(world.api("/drive/v3" + path, other).status()).as(path).isEqualTo(403);
        }
    }

    @Test
    void control_adds_changes_and_takes_away() {
        var body = "{\"kind\":\"files\",\"account\":\"" + GoogleWorld.LINH + "\",";
        assertThat(control(body + "\"action\":\"add\",\"content\":" + FILE + "}")
                        .text("id"))
                .isEqualTo("1new");
        assertThat(control(body + "\"action\":\"add\",\"content\":" + FILE + "}")
                        .status())
                .as("an id is used once")
                .isEqualTo(400);
        assertThat(control(body + "\"action\":\"change\",\"id\":\"1new\",\"content\":{\"name\":\"Newer\"}}")
                        .status())
                .isEqualTo(200);
        assertThat(files.all().getLast().text("name")).isEqualTo("Newer");
        assertThat(control(body + "\"action\":\"remove\",\"id\":\"1new\"}")
                        .json()
                        .path("removed")
                        .asBoolean())
                .isTrue();
        assertThat(control(body + "\"action\":\"change\",\"id\":\"1new\",\"content\":{}}")
                        .status())
                .isEqualTo(400);
        assertThat(control("{\"kind\":\"shoes\",\"account\":\"" + GoogleWorld.LINH
                                + "\",\"action\":\"remove\",\"id\":\"1\"}")
                        .status())
                .isEqualTo(400);
    }

    private Reply control(String body) {
        return Http.json(
                "POST",
                world.sandbox.baseUrl() + "/_control/belongings",
                body,
                "Authorization",
                "Bearer " + world.sandbox.controlToken());
    }

    private Reply drive(String path) {
        return world.api("/drive/v3" + path, token);
    }

    private Reply changes(String place) {
        return drive("/changes?pageToken=" + place);
    }

    private static JsonNode first(Reply reply, String list) {
        return reply.json().path(list).path(0);
    }

    private static JsonNode error(Reply reply) {
        return reply.json().path("error").path("errors").path(0);
    }
}
