package dev.concierge.sandbox.microsoft;

import static dev.concierge.sandbox.microsoft.MicrosoftWorld.aadsts;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.Http;
import dev.concierge.sandbox.Http.Reply;
import dev.concierge.sandbox.Knobs;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Fields 3, 5 and 10 of Microsoft: the code exchange. */
@Tag("token")
class MicrosoftTokenTest {
    private final MicrosoftWorld world = new MicrosoftWorld();

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void the_answer_has_microsofts_fields() {
        var reply = world.tokens();

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().propertyNames())
                .containsExactly(
                        "token_type",
                        "scope",
                        "expires_in",
                        "ext_expires_in",
                        "access_token",
                        "refresh_token",
                        "id_token");
        assertThat(reply.json().path("expires_in").longValue()).isBetween(3600L, 5400L);
        assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void the_scope_of_a_work_account_does_not_name_those_of_signing_in() {
        assertThat(world.tokens().text("scope")).isEqualTo("User.Read Calendars.Read");
        assertThat(world.tokensOf(MicrosoftWorld.JONAS).text("scope"))
                .isEqualTo("openid profile email User.Read Calendars.Read");

        world.knobs().set(MicrosoftKnobs.IDENTITY_SCOPES_IN_ANSWER, true);
        assertThat(world.tokensOf(MicrosoftWorld.LINH).text("scope"))
                .isEqualTo("openid profile email User.Read Calendars.Read");
    }

    @Test
    void scopes_can_be_asked_for_and_answered_by_their_full_names() {
        world.knobs().set(MicrosoftKnobs.FULL_SCOPE_NAMES, true);

        assertThat(world.tokens("scope", "openid https://graph.microsoft.com/User.Read")
                        .text("scope"))
                .isEqualTo("https://graph.microsoft.com/User.Read");
    }

    @Test
    void a_token_covers_what_was_agreed_to_before() {
        world.tokens();
        var reply = world.tokens("scope", "openid offline_access Mail.Read");
        assertThat(reply.text("scope").split(" "))
                .containsExactlyInAnyOrder("Mail.Read", "User.Read", "Calendars.Read");

        world.knobs().set(MicrosoftKnobs.ANSWER_ALL_CONSENTED, false);
        assertThat(world.tokens("scope", "openid Mail.Read").text("scope")).isEqualTo("Mail.Read");
    }

    @Test
    void without_offline_access_there_is_no_refresh_token_and_without_openid_no_id_token() {
        var reply = world.tokens("scope", "User.Read");

        assertThat(reply.json().has("refresh_token")).isFalse();
        assertThat(reply.json().has("id_token")).isFalse();
    }

    @Test
    void basic_works_like_the_form_and_both_at_once_do_not() {
        var basic = "Basic "
                + Base64.getEncoder().encodeToString((MicrosoftWorld.CLIENT + ":secret-of-concierge").getBytes(UTF_8));
        var url = world.base + "/common/oauth2/v2.0/token";

        var form = world.exchange(world.code(), "client_id", "", "client_secret", "");
        assertThat(Http.form(url, form, "Authorization", basic).status()).isEqualTo(200);
        assertThat(aadsts(Http.form(url, world.exchange(world.code()), "Authorization", basic)))
                .isEqualTo(90023);
    }

    @Test
    void each_fault_of_the_client_has_its_number() {
        assertError(world.token(world.exchange("x", "client_secret", "wrong")), 401, "invalid_client", 7000215);
        assertError(world.token(world.exchange("x", "client_secret", "")), 401, "invalid_client", 7000218);
        assertError(world.token(world.exchange("x", "client_id", "")), 400, "invalid_request", 900144);
        assertError(world.token(world.exchange("x", "client_id", "nobody")), 400, "unauthorized_client", 700016);
        assertError(world.token(world.exchange("x", "client_assertion", "a.b.c")), 401, "invalid_client", 700027);
    }

    @Test
    void an_expired_secret_has_a_number_of_its_own_and_kills_nothing() {
        var refresh = world.tokens().text("refresh_token");
        world.knobs().set(Knobs.CLIENT_SECRET_EXPIRED, true);
        assertError(world.refresh(refresh), 401, "invalid_client", 7000222);

        world.knobs().reset(Knobs.CLIENT_SECRET_EXPIRED);
        assertThat(world.refresh(refresh).status()).isEqualTo(200);
    }

    @Test
    void a_code_works_once_for_ten_minutes() {
        var code = world.code();
        world.token(world.exchange(code));
        assertError(world.token(world.exchange(code)), 400, "invalid_grant", 54005);

        var late = world.code();
        world.pass(Duration.ofMinutes(10));
        assertError(world.token(world.exchange(late)), 400, "invalid_grant", 70008);
        assertError(world.token(world.exchange("no-such-code")), 400, "invalid_grant", 70000);
    }

    @Test
    void the_verifier_must_match() {
        var wrong = "a".repeat(43);
        assertError(world.token(world.exchange(world.code(), "code_verifier", wrong)), 400, "invalid_grant", 501481);
        assertError(world.token(world.exchange(world.code(), "code_verifier", "")), 400, "invalid_grant", 501481);
    }

    @Test
    void a_missing_or_unknown_field_is_named() {
        assertError(world.token(world.exchange("")), 400, "invalid_request", 900144);
        assertError(world.token(world.exchange("x", "grant_type", "")), 400, "invalid_request", 900144);
        assertError(world.token(world.exchange("x", "grant_type", "password")), 400, "unsupported_grant_type", 70003);
        var json = Http.json("POST", world.base + "/common/oauth2/v2.0/token", "{}");
        assertError(json, 400, "invalid_request", 900144);
    }

    @Test
    void one_token_is_for_one_resource() {
        var both = "openid offline_access User.Read https://management.azure.com/user_impersonation";
        var first = world.token(world.exchange(world.code("scope", both)));
        assertThat(first.text("scope")).isEqualTo("User.Read");

        var management = "https://management.azure.com/user_impersonation";
        var second = world.token(world.exchange(world.code("scope", both), "scope", management));
        assertThat(second.text("scope")).isEqualTo(management);
        assertThat(world.graph("/v1.0/me", second.text("access_token")).status())
                .isEqualTo(403);
        var several = world.exchange(world.code("scope", both), "scope", "User.Read " + management);
        assertError(world.token(several), 400, "invalid_scope", 700022);
    }

    @Test
    void an_error_carries_what_support_asks_for() {
        var reply = world.refresh("nonsense");

        assertThat(reply.json().propertyNames())
                .containsExactly(
                        "error",
                        "error_description",
                        "error_codes",
                        "timestamp",
                        "trace_id",
                        "correlation_id",
                        "error_uri");
        assertThat(reply.text("error_description"))
                .startsWith("AADSTS70000: ")
                .contains(reply.text("trace_id"))
                .endsWith("Timestamp: 2026-11-21 09:00:00Z");
    }

    private static void assertError(Reply reply, int status, String error, int number) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(status);
        assertThat(reply.text("error")).isEqualTo(error);
        assertThat(aadsts(reply)).isEqualTo(number);
        assertThat(reply.json().has("access_token")).isFalse();
    }
}
