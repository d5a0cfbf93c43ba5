package dev.concierge.sandbox.microsoft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.Visitor.Stop;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Fields 4, 7 and 13 of Microsoft: all or nothing, and some of it for administrators alone. */
@Tag("flow")
class MicrosoftConsentTest {
    private final MicrosoftWorld world = new MicrosoftWorld();

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void nothing_can_be_unticked() {
        var page = consent();

        assertThat(page.html()).contains("id=\"allow\"", "id=\"deny\"").doesNotContain("type=\"checkbox\"");
    }

    @Test
    void it_is_asked_once_and_again_for_more() {
        world.code();
        world.code();
        assertThat(world.count("consent", "issued")).isEqualTo(1);

        world.code("scope", MicrosoftWorld.SCOPES + " Mail.Read");
        assertThat(world.count("consent", "issued")).isEqualTo(2);
    }

    @Test
    void clients_of_one_project_share_nothing() {
        world.code();
        world.code("client_id", MicrosoftWorld.SIBLING);

        assertThat(world.count("consent", "issued")).isEqualTo(2);
    }

    @Test
    void scopes_of_the_directory_need_an_administrator() {
        var page = consent("scope", "openid User.Read.All");

        assertThat(page.html()).contains("Need admin approval", "id=\"deny\"").doesNotContain("id=\"allow\"");
        var left = (Stop.Left) world.visitor().press(page, "deny", List.of());
        assertThat(left.parameter("error")).isEqualTo("access_denied");
        assertThat(left.parameter("error_description")).contains("AADSTS90094");
    }

    @Test
    void the_form_of_somebody_who_may_not_agree_agrees_to_nothing() {
        var page = consent("scope", "openid User.Read.All");

        var refused = (Stop.Page) world.visitor().submit(page, "decision=allow");

        assertThat(refused.status()).isEqualTo(400);
    }

    @Test
    void a_tenant_can_keep_its_people_from_agreeing_to_anything() {
        world.knobs().set(MicrosoftKnobs.USER_CONSENT_OFF, true);

        assertThat(consent().html()).contains("Need admin approval");
        assertThat(world.newVisitor().allow(world.url(), MicrosoftWorld.JONAS).parameter("code"))
                .as("a personal account has no administrator")
                .isNotEmpty();
    }

    @Test
    void what_was_agreed_to_before_stays_when_the_tenant_changes_its_mind() {
        world.code();
        world.knobs().set(MicrosoftKnobs.USER_CONSENT_OFF, true);

        assertThat(world.code()).isNotEmpty();
        var left = (Stop.Left) world.visitor().open(world.url("prompt", "none"));
        assertThat(left.parameter("code")).isNotEmpty();
    }

    @Test
    void the_person_ends_access_on_the_page_and_both_tokens_die() {
        var tokens = world.tokens();

        assertThat(world.sandbox.revoke("microsoft", MicrosoftWorld.LINH, MicrosoftWorld.CLIENT))
                .isTrue();

        var reply = world.refresh(tokens.text("refresh_token"));
        assertThat(reply.text("error")).isEqualTo("invalid_grant");
        assertThat(MicrosoftWorld.aadsts(reply)).isEqualTo(50173);
        assertThat(world.graph("/v1.0/me", tokens.text("access_token")).status())
                .isEqualTo(401);
    }

    @Test
    void another_password_ends_nothing_unless_an_administrator_set_it() {
        var refresh = world.tokens().text("refresh_token");
        assertThat(world.sandbox.changePassword("microsoft", MicrosoftWorld.LINH))
                .isZero();
        assertThat(world.refresh(refresh).status()).isEqualTo(200);

        world.knobs().set(MicrosoftKnobs.PASSWORD_RESET_BY_ADMIN, true);
        assertThat(world.sandbox.changePassword("microsoft", MicrosoftWorld.LINH))
                .isEqualTo(2);
        assertThat(world.refresh(refresh).status()).isEqualTo(400);
    }

    private Stop.Page consent(String... changes) {
        var chooser = world.visitor().open(world.url(changes));
        return (Stop.Page) world.visitor().choose(chooser, MicrosoftWorld.LINH);
    }
}
