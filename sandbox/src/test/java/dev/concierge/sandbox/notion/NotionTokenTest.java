package dev.concierge.sandbox.notion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.Http;
import dev.concierge.sandbox.Http.Reply;
import dev.concierge.sandbox.Knobs;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("token")
class NotionTokenTest {
    private final NotionWorld world = new NotionWorld();

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void the_answer_says_whose_it_is_and_nothing_of_scopes_or_lifetime() {
        var json = world.tokens().json();

        assertThat(json.path("access_token").asString()).startsWith("ntn_");
        assertThat(json.path("refresh_token").asString()).startsWith("nrt_");
        assertThat(json.path("token_type").asString()).isEqualTo("bearer");
        assertThat(json.path("workspace_name").asString()).isEqualTo("Meridian");
        assertThat(json.path("workspace_id").asString()).isEqualTo(Workspaces.uuid("meridian"));
        assertThat(json.path("owner").path("user").path("person").path("email").asString())
                .isEqualTo(NotionWorld.LINH);
        assertThat(json.path("duplicated_template_id").isNull()).isTrue();
        assertThat(json.has("expires_in")).isFalse();
        assertThat(json.has("scope")).isFalse();
    }

    @Test
    void the_bot_is_the_same_each_time_and_another_in_another_workspace() {
        var first = world.tokens().text("bot_id");
        assertThat(world.tokens().text("bot_id")).isEqualTo(first);

        world.visitor().picking("workspace", Workspaces.uuid("linh-notes"));
        assertThat(world.tokens().text("bot_id")).isNotEqualTo(first);

        world.newVisitor();
        var ana = world.token(world.exchange(world.allow(NotionWorld.ANA).parameter("code")));
        assertThat(ana.text("workspace_id")).isEqualTo(Workspaces.uuid("meridian"));
        assertThat(ana.text("bot_id")).isNotEqualTo(first);
    }

    @Test
    void who_somebody_is_depends_on_capabilities() {
        world.knobs().set(NotionKnobs.CAPABILITIES, List.of("read_content"));
        var user = world.tokens().json().path("owner").path("user");
        assertThat(user.path("id").asString()).isNotEmpty();
        assertThat(user.has("name")).isFalse();

        world.knobs().set(NotionKnobs.CAPABILITIES, List.of("read_user_without_email"));
        user = world.tokens().json().path("owner").path("user");
        assertThat(user.path("name").asString()).isEqualTo("Linh Tran");
        assertThat(user.path("person").has("email")).isFalse();

        world.knobs().set(NotionKnobs.OWNER_IS_WORKSPACE, true);
        assertThat(world.tokens().json().path("owner").path("workspace").asBoolean())
                .isTrue();
    }

    @Test
    void only_json_with_basic_and_a_version_will_do() {
        var url = world.base + "/v1/oauth/token";
        var basic = NotionWorld.basic(NotionWorld.CLIENT, NotionWorld.SECRET);
        var body = NotionWorld.json(world.exchange(world.code()));

        var noVersion = Http.json("POST", url, body, "Authorization", basic);
        assertError(noVersion, 400, "missing_version");
        var oddVersion = Http.json("POST", url, body, "Authorization", basic, "Notion-Version", "2020-01-01");
        assertError(oddVersion, 400, "validation_error");
        var form = Http.form(url, world.exchange("x"), "Authorization", basic, "Notion-Version", NotionWorld.VERSION);
        assertError(form, 400, "invalid_json");
        var noBasic = Http.json("POST", url, body, "Notion-Version", NotionWorld.VERSION);
        assertError(noBasic, 401, "invalid_client");
        var wrong = NotionWorld.basic(NotionWorld.CLIENT, "wrong");
        assertError(
                Http.json("POST", url, body, "Authorization", wrong, "Notion-Version", NotionWorld.VERSION),
                401,
                "invalid_client");
        var inBody = NotionWorld.json(NotionWorld.withCredentials(world.exchange(world.code())));
        assertError(Http.json("POST", url, inBody, "Notion-Version", NotionWorld.VERSION), 400, "validation_error");
    }

    @Test
    void unknown_members_a_verifier_among_them_are_refused() {
        var body = world.exchange(world.code());
        body.put("code_verifier", NotionWorld.VERIFIER);

        assertError(world.token(body), 400, "validation_error");
    }

    @Test
    void a_code_works_once_for_its_own_connection() {
        var code = world.code();
        world.token(world.exchange(code));
        assertError(world.token(world.exchange(code)), 400, "invalid_grant");
        assertThat(world.reason("token")).isEqualTo("used");

        var late = world.code();
        world.pass(Duration.ofMinutes(10));
        assertError(world.token(world.exchange(late)), 400, "invalid_grant");
        assertError(world.token(Map.of("grant_type", "authorization_code")), 400, "validation_error");
        assertError(world.token(Map.of("grant_type", "password")), 400, "validation_error");
    }

    @Test
    void a_refresh_gives_a_new_pair_and_ends_the_old_one() {
        var first = world.tokens();
        var second = world.refresh(first.text("refresh_token"));

        assertThat(second.text("refresh_token")).isNotEqualTo(first.text("refresh_token"));
        assertThat(second.text("bot_id")).isEqualTo(first.text("bot_id"));
        assertThat(world.me(first.text("access_token")).status()).isEqualTo(401);
        assertThat(world.me(second.text("access_token")).status()).isEqualTo(200);
        assertError(world.refresh(first.text("refresh_token")), 400, "invalid_grant");
        assertThat(world.refresh(second.text("refresh_token")).status()).isEqualTo(200);
    }

    @Test
    void tokens_do_not_end_by_themselves_unless_the_knobs_say_so() {
        var tokens = world.tokens();
        world.pass(Duration.ofDays(2000));
        assertThat(world.me(tokens.text("access_token")).status()).isEqualTo(200);

        world.knobs().set(Knobs.TOKEN_LIFE_SECONDS, 60L);
        world.knobs().set(NotionKnobs.REFRESH_TOKEN_LIFE_SECONDS, 3600L);
        var ending = world.tokens();
        assertThat(ending.json().has("expires_in")).isFalse();
        world.pass(Duration.ofSeconds(60));
        assertThat(world.me(ending.text("access_token")).status()).isEqualTo(401);
        world.pass(Duration.ofHours(1));
        assertError(world.refresh(ending.text("refresh_token")), 400, "invalid_grant");
    }

    @Test
    void consent_again_gives_a_fresh_pair_or_for_old_connections_the_same() {
        var first = world.tokens();
        var second = world.tokens();
        assertThat(second.text("access_token")).isNotEqualTo(first.text("access_token"));
        assertThat(world.me(first.text("access_token")).status()).isEqualTo(200);

        world.knobs().set(NotionKnobs.REAUTHORIZATION_KEEPS_TOKENS, true);
        var third = world.tokens();
        assertThat(third.text("access_token")).isEqualTo(second.text("access_token"));
        assertThat(third.text("refresh_token")).isEqualTo(second.text("refresh_token"));
    }

    @Test
    void an_old_connection_has_no_refresh_token() {
        world.knobs().set(NotionKnobs.NO_REFRESH_TOKEN, true);

        assertThat(world.tokens().json().path("refresh_token").isNull()).isTrue();
    }

    @Test
    void errors_may_come_in_the_plain_shape() {
        world.knobs().set(NotionKnobs.PLAIN_ERRORS, true);

        var reply = world.refresh("nrt_unknown");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text("error")).isEqualTo("invalid_grant");
    }

    private static void assertError(Reply reply, int status, String code) {
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.text("object")).isEqualTo("error");
        assertThat(reply.text("code")).isEqualTo(code);
        assertThat(reply.text("request_id")).isNotEmpty();
    }
}
