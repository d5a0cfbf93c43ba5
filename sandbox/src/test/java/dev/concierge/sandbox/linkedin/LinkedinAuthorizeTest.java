package dev.concierge.sandbox.linkedin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.Visitor.Stop;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("flow")
class LinkedinAuthorizeTest {
    private static final String LINH = LinkedinWorld.LINH;

    private final LinkedinWorld world = new LinkedinWorld();

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void consent_brings_state_and_code_only() {
        var left = world.allow(LINH);

        assertThat(left.callback().getQuery().split("&")).hasSize(2);
        assertThat(left.parameter("state")).isEqualTo("state-of-the-test");
        assertThat(left.parameter("code")).startsWith("AQ");
    }

    @Test
    void turning_back_has_words_of_its_own_before_and_after_the_account() {
        var visitor = world.visitor();
        var accounts = visitor.open(world.url());
        assertThat(((Stop.Page) accounts).html()).contains("id=\"deny\"");
        var early = (Stop.Left) visitor.submit(accounts, "decision=deny");
        assertThat(early.parameter("error")).isEqualTo("user_cancelled_login");
        assertThat(early.parameter("state")).isEqualTo("state-of-the-test");

        assertThat(visitor.deny(world.url(), LINH).parameter("error")).isEqualTo("user_cancelled_authorize");
    }

    @Test
    void a_cancelled_trip_cannot_go_on() {
        var accounts = world.visitor().open(world.url());
        world.visitor().submit(accounts, "decision=deny");

        assertThat(((Stop.Page) world.visitor().choose(accounts, LINH)).status())
                .isEqualTo(400);
    }

    @Test
    void a_wrong_client_or_redirect_uri_is_a_page_with_401() {
        var client = (Stop.Page) world.visitor().open(world.url("client_id", "nobody"));
        assertThat(client.status()).isEqualTo(401);
        assertThat(client.html()).contains("Client_id doesn&#39;t match");

        var uri = (Stop.Page) world.visitor().open(world.url("redirect_uri", LinkedinWorld.REDIRECT + "/x"));
        assertThat(uri.status()).isEqualTo(401);
        assertThat(uri.html()).contains("Redirect_uri doesn&#39;t match");
    }

    @Test
    void a_query_of_the_redirect_uri_is_not_compared_and_comes_back() {
        var left = world.allow(LINH, "redirect_uri", LinkedinWorld.REDIRECT + "?tenant=1");

        assertThat(left.callback().getQuery()).startsWith("tenant=1&state=");
    }

    @ParameterizedTest
    @CsvSource({
        "scope, '', invalid_request",
        "response_type, '', invalid_request",
        "response_type, token, unsupported_response_type",
        "scope, openid r_organization_social, unauthorized_scope_error",
        "scope, r_liteprofile, unauthorized_scope_error",
    })
    void requests_are_checked(String name, String value, String error) {
        assertThat(((Stop.Left) world.visitor().open(world.url(name, value))).parameter("error"))
                .isEqualTo(error);
    }

    @Test
    void a_vetted_product_opens_its_scopes() {
        world.knobs().set(LinkedinKnobs.PRODUCTS, List.of(Product.SIGN_IN, Product.COMMUNITY_MANAGEMENT));

        assertThat(world.tokens("scope", "openid r_organization_social").text("scope"))
                .isEqualTo("openid r_organization_social");
    }

    @Test
    void scopes_are_all_or_nothing() {
        var consent = (Stop.Page) world.visitor().choose(world.visitor().open(world.url()), LINH);

        assertThat(consent.html()).contains("id=\"allow\"").doesNotContain("checkbox");
    }

    @Test
    void the_same_scopes_again_pass_silently_in_any_order() {
        world.allow(LINH);

        assertThat(world.visitor().open(world.url("scope", "email openid profile")))
                .isInstanceOf(Stop.Left.class);
        assertThat(world.visitor().open(world.url("scope", "openid profile"))).isInstanceOf(Stop.Page.class);
    }

    @Test
    void another_set_of_scopes_ends_every_token_from_before() {
        var before = world.tokens().text("access_token");
        var after =
                world.tokens("scope", "openid profile email w_member_social").text("access_token");

        assertThat(world.userinfo(before).status()).isEqualTo(401);
        assertThat(world.userinfo(before).json().path("serviceErrorCode").asInt())
                .isEqualTo(65_601);
        assertThat(world.userinfo(after).status()).isEqualTo(200);

        world.knobs().set(LinkedinKnobs.SCOPE_CHANGE_ENDS_TOKENS, false);
        world.tokens();
        assertThat(world.userinfo(after).status()).isEqualTo(200);
    }
}
