package dev.concierge.sandbox.google;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.BelongingsView;
import dev.concierge.sandbox.Http.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Field 15: messages, and the history of a mailbox. */
@Tag("flow")
class MailTest {
    private static final String SCOPE = "https://www.googleapis.com/auth/gmail.readonly";
    private static final String MESSAGE = """
            {"id":"00000000000000aa","threadId":"00000000000000aa","labelIds":["INBOX","UNREAD"],"internalDate":"1795251600000",
             "payload":{"mimeType":"text/plain","headers":[{"name":"Subject","value":"New"},{"name":"X-Other","value":"1"}]}}
            """;

    private final GoogleWorld world = new GoogleWorld();
    private final String token = world.tokens("scope", "openid " + SCOPE).text("access_token");
    private final BelongingsView messages = world.sandbox.belongings("google", "messages", GoogleWorld.LINH);

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void ids_come_in_pages_the_newest_first_without_the_bin_and_spam() {
        messages.add(MESSAGE);
        List<String> ids = new ArrayList<>();
        var page = mail("/messages?maxResults=10");
        while (true) {
            page.json().path("messages").forEach(each -> ids.add(each.path("id").asString()));
            if (page.text("nextPageToken").isEmpty()) {
                break;
            }
            page = mail("/messages?maxResults=10&pageToken=" + page.text("nextPageToken"));
        }
        assertThat(ids)
                .doesNotHaveDuplicates()
                .hasSize(messages.all().size() - 2)
                .startsWith("00000000000000aa");
        assertThat(mail("/messages?maxResults=500&includeSpamTrash=true")
                        .json()
                        .path("messages")
                        .size())
                .isEqualTo(messages.all().size());
        assertThat(mail("/messages?maxResults=1")
                        .json()
                        .path("messages")
                        .path(0)
                        .propertyNames())
                .containsExactlyInAnyOrder("id", "threadId");
    }

    @Test
    void an_empty_mailbox_has_no_member_for_messages() {
        messages.all().forEach(message -> messages.remove(message.id()));

        assertThat(mail("/messages").json().has("messages")).isFalse();
        assertThat(mail("/messages").json().path("resultSizeEstimate").asInt(-1))
                .isZero();
    }

    @Test
    void a_message_is_told_with_the_headers_that_are_asked_for() {
        messages.add(MESSAGE);
        var some = mail("/messages/00000000000000aa?format=metadata&metadataHeaders=subject&metadataHeaders=From");

        assertThat(some.json().path("payload").path("headers").size()).isEqualTo(1);
        assertThat(some.text("internalDate")).isEqualTo("1795251600000");
        assertThat(mail("/messages/00000000000000aa?format=metadata")
                        .json()
                        .path("payload")
                        .path("headers")
                        .size())
                .isEqualTo(2);
        assertThat(mail("/messages/00000000000000bb?format=metadata").status()).isEqualTo(404);
    }

    @Test
    void a_message_in_full_has_its_text_in_parts_which_the_scope_for_metadata_does_not_allow() {
        messages.add(MESSAGE.replace(
                "\"payload\":{\"mimeType\":\"text/plain\"",
                "\"body\":\"Grüße\",\"payload\":{\"mimeType\":\"multipart/alternative\""));
        var parts = mail("/messages/00000000000000aa").json().path("payload").path("parts");
        assertThat(parts.size()).isEqualTo(2);
        assertThat(new String(
                        Base64.getUrlDecoder()
                                .decode(parts.path(0).path("body").path("data").asString()),
                        StandardCharsets.UTF_8))
                .isEqualTo("Grüße");

        var metadata = world.tokens("scope", "openid https://www.googleapis.com/auth/gmail.metadata")
                .text("access_token");
        var path = "/gmail/v1/users/me/messages/00000000000000aa?format=";
        assertThat(world.api(path + "full", metadata).status()).isEqualTo(403);
        assertThat(world.api(path + "metadata", metadata).status()).isEqualTo(200);
    }

    @Test
    void the_history_tells_what_came_changed_its_labels_and_went() {
        var start = mail("/profile").text("historyId");
        assertThat(history(start).json().has("history")).isFalse();
        assertThat(history(start).text("historyId")).isEqualTo(start);

        messages.add(MESSAGE);
        var added = history(start);
        assertThat(change(added, "messagesAdded").path("message").path("id").asString())
                .isEqualTo("00000000000000aa");

        messages.change("00000000000000aa", "{\"labelIds\":[\"INBOX\",\"STARRED\"]}");
        var labelled = history(added.text("historyId"));
        assertThat(change(labelled, "labelsAdded").path("labelIds").path(0).asString())
                .isEqualTo("STARRED");
        assertThat(change(labelled, "labelsRemoved").path("labelIds").path(0).asString())
                .isEqualTo("UNREAD");
        assertThat(mail("/history?historyTypes=labelRemoved&startHistoryId=" + added.text("historyId"))
                        .json()
                        .path("history")
                        .path(0)
                        .has("labelsAdded"))
                .isFalse();

        messages.remove("00000000000000aa");
        assertThat(change(history(labelled.text("historyId")), "messagesDeleted")
                        .path("message")
                        .path("id")
                        .asString())
                .isEqualTo("00000000000000aa");
    }

    @Test
    void a_long_history_comes_in_pages() {
        var start = mail("/profile").text("historyId");
        var gone = messages.all().stream().limit(3).toList();
        gone.forEach(message -> messages.remove(message.id()));

        var first = mail("/history?maxResults=2&startHistoryId=" + start);
        assertThat(first.json().path("history").size()).isEqualTo(2);
        var last = mail("/history?maxResults=2&startHistoryId=" + start + "&pageToken=" + first.text("nextPageToken"));
        assertThat(last.json().path("history").size()).isEqualTo(1);
        assertThat(last.json().has("nextPageToken")).isFalse();
    }

    @Test
    void what_the_history_keeps_no_more_is_not_found() {
        var start = mail("/profile").text("historyId");
        messages.remove(messages.all().getFirst().id());
        world.sandbox.knobs().set(GoogleKnobs.HISTORY_LIFE_SECONDS, 60L);
        assertThat(history(start).status()).isEqualTo(200);

        world.pass(Duration.ofSeconds(61));
        assertThat(history(start).status()).isEqualTo(404);
        assertThat(history(mail("/profile").text("historyId")).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "/messages?q=a, 501",
        "/messages?labelIds=INBOX, 501",
        "/messages?maxResults=501, 400",
        "/messages?pageToken=x, 400",
        "/messages?shoeSize=1, 400",
        "/messages/x, 404",
        "/messages/x?format=raw, 501",
        "/history, 400",
        "/history?startHistoryId=x, 400",
        "/history?startHistoryId=1, 404",
        "/history?startHistoryId=999999999, 404",
        "/history?startHistoryId=1000003&historyTypes=x, 400"
    })
    void what_is_not_understood_is_refused(String path, int status) {
        assertThat(mail(path).status()).isEqualTo(status);
    }

    @Test
    void it_needs_its_scope_and_opens_no_other_mailbox() {
        var other = world.tokens().text("access_token");

        assertThat(world.api("/gmail/v1/users/me/messages", other).status()).isEqualTo(403);
        assertThat(world.api("/gmail/v1/users/" + GoogleWorld.LINH + "/messages", token)
                        .status())
                .isEqualTo(200);
        assertThat(world.api("/gmail/v1/users/" + GoogleWorld.LINH_HOME + "/messages", token)
                        .status())
                .isEqualTo(403);
    }

    private Reply mail(String path) {
        return world.api("/gmail/v1/users/me" + path, token);
    }

    private Reply history(String start) {
        return mail("/history?startHistoryId=" + start);
    }

    private static JsonNode change(Reply history, String type) {
        return history.json().path("history").path(0).path(type).path(0);
    }
}
