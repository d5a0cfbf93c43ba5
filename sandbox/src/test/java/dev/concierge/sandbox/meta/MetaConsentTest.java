package dev.concierge.sandbox.meta;

import static dev.concierge.sandbox.meta.MetaWorld.code;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.concierge.sandbox.Client;
import dev.concierge.sandbox.Http.Reply;
import dev.concierge.sandbox.Knobs;
import dev.concierge.sandbox.Visitor.Stop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Fields 1, 4, 12 and 13 of Meta: single permissions, single Pages. */
@Tag("flow")
class MetaConsentTest {
    private final MetaWorld world = new MetaWorld();

    @AfterEach
    void end() {
        world.close();
    }

    @ParameterizedTest
    @CsvSource({
        "client_id, 42, 401",
        "redirect_uri, http://localhost:9999/callback?x=1, 400",
        "redirect_uri, http://localhost:9998/callback, 400",
        "state, '', 400",
        "scope, 'email,no_such_permission', 400",
        "config_id, 77, 400"
    })
    void mistakes_of_the_app_are_a_page(String name, String value, int status) {
        assertThat(((Stop.Page) world.visitor().open(world.url(name, value))).status())
                .isEqualTo(status);
    }

    @Test
    void a_published_app_is_answered_by_https_alone() {
        world.knobs().set(Knobs.TESTING_MODE, false);

        assertThat(((Stop.Page) world.visitor().open(world.url())).html()).contains("insecure_redirect");
    }

    @Test
    void http_is_registered_for_localhost_alone() {
        var refused = new Client("meta", "x", "y", "z", List.of("http://127.0.0.1/callback"));

        assertThatIllegalArgumentException().isThrownBy(() -> world.sandbox.registerClient(refused));
    }

    @Test
    void the_callback_ends_in_the_famous_suffix() {
        assertThat(world.allow(MetaWorld.LINH).callback().getFragment()).isEqualTo("_=_");

        world.knobs().set(MetaKnobs.CALLBACK_SUFFIX, false);
        assertThat(world.allow(MetaWorld.LINH).callback().getFragment()).isNull();
    }

    @Test
    void instagrams_suffix_is_a_knob_and_no_part_of_the_code() {
        world.knobs().set(MetaKnobs.INSTAGRAM_SUFFIX, true);

        var left = world.allow(MetaWorld.LINH);

        assertThat(left.callback().getFragment()).isEqualTo("_");
        assertThat(left.parameter("code")).doesNotContain("#").startsWith("AQ");
    }

    @Test
    void turning_back_says_so_in_four_parameters() {
        var left = world.visitor().deny(world.url(), MetaWorld.LINH);

        assertThat(left.parameter("error")).isEqualTo("access_denied");
        assertThat(left.parameter("error_code")).isEqualTo("200");
        assertThat(left.parameter("error_reason")).isEqualTo("user_denied");
        assertThat(left.parameter("error_description")).isNotEmpty();
        assertThat(left.parameter("state")).isEqualTo("state-of-the-test");
    }

    @Test
    void what_is_unticked_is_declined_and_the_profile_never_is() {
        var token = declining("email");

        assertThat(permissions(world.graph("/me/permissions", token)))
                .containsExactlyInAnyOrder(
                        "public_profile granted",
                        "pages_show_list granted",
                        "pages_read_engagement granted",
                        "email declined");
        assertThat(world.graph("/me?fields=id,email", token).json().has("email"))
                .isFalse();
    }

    @Test
    void what_was_declined_is_asked_again_only_with_rerequest() {
        declining("email");
        assertThat(world.visitor().open(world.url()))
                .as("passes without a page")
                .isInstanceOf(Stop.Left.class);

        var page = (Stop.Page) world.visitor().open(world.url("auth_type", "rerequest"));
        var left = finish(page);
        var token = world.token(world.exchange(left.parameter("code"))).text("access_token");
        assertThat(permissions(world.graph("/me/permissions", token))).contains("email granted");
    }

    @Test
    void a_declined_one_is_not_even_shown_when_more_is_asked_for() {
        declining("email");

        var picker = world.visitor().open(world.url("scope", MetaWorld.SCOPES + ",read_insights"));
        var page = (Stop.Page) world.visitor().pick(picker);

        assertThat(page.html()).contains("value=\"read_insights\"").doesNotContain("value=\"email\"");
    }

    @Test
    void the_pages_picked_are_the_pages_listed() {
        world.visitor().picking("page", MetaWorld.BAKERY);
        var token = world.longLived();

        var data = world.graph("/me/accounts", token).json().path("data");

        assertThat(data.size()).isEqualTo(1);
        assertThat(data.path(0).path("id").stringValue()).isEqualTo(MetaWorld.BAKERY);
        var granular = world.debug(token).json().path("data").path("granular_scopes");
        assertThat(granular.path(0).path("target_ids").path(0).stringValue()).isEqualTo(MetaWorld.BAKERY);
    }

    @Test
    void without_pages_in_the_request_nobody_is_asked_for_any() {
        var chooser = world.visitor().open(world.url("scope", "email"));
        var page = (Stop.Page) world.visitor().choose(chooser, MetaWorld.LINH);

        assertThat(page.address().getPath()).endsWith("/signin/consent");
    }

    @Test
    void somebody_without_a_page_goes_on_with_none() {
        var code = world.allow(MetaWorld.LINH_HOME).parameter("code");
        var token = world.token(world.exchange(code)).text("access_token");

        var reply = world.graph("/me/accounts", token);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().path("data").isEmpty()).isTrue();
    }

    @Test
    void after_ninety_days_permissions_expire_until_they_are_confirmed() {
        var token = world.longLived();
        world.pass(Duration.ofDays(50));
        token = world.refresh(token).text("access_token");
        world.pass(Duration.ofDays(40));

        assertThat(permissions(world.graph("/me/permissions", token)))
                .contains("public_profile granted", "pages_show_list expired");
        assertThat(code(world.graph("/me/accounts", token))).isEqualTo(10);
        world.shortLived();
        assertThat(world.graph("/me/accounts", token).status()).isEqualTo(200);
    }

    private String declining(String permission) {
        var left = world.visitor().allow(world.url(), MetaWorld.LINH, List.of(permission));
        return world.token(world.exchange(left.parameter("code"))).text("access_token");
    }

    private Stop.Left finish(Stop stop) {
        var next = world.visitor().pick(stop);
        return (Stop.Left) world.visitor().press(next, "allow", List.of());
    }

    private static List<String> permissions(Reply reply) {
        var all = new ArrayList<String>();
        reply.json()
                .path("data")
                .forEach(each -> all.add(each.path("permission").stringValue() + " "
                        + each.path("status").stringValue()));
        return all;
    }
}
