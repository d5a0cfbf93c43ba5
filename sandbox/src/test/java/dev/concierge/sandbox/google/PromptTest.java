package dev.concierge.sandbox.google;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.Visitor.Stop;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("flow")
class PromptTest {
    private final GoogleWorld world = new GoogleWorld();

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void a_new_browser_chooses_an_account_and_consents() {
        var chooser = world.visitor().open(world.url());
        assertAt(chooser, "account");
        assertAt(world.visitor().choose(chooser, GoogleWorld.LINH), "consent");
    }

    @Test
    void who_agreed_before_is_not_asked_again() {
        world.code();

        var again = (Stop.Left) world.visitor().open(world.url());

        assertThat(again.parameter("code")).isNotEmpty();
        assertThat(again.parameter("prompt")).isEqualTo("none");
    }

    @Test
    void a_scope_that_was_never_granted_asks_again() {
        world.code();

        assertAt(world.visitor().open(world.url("scope", "openid " + GoogleWorld.WRITE_EVENTS)), "consent");
    }

    @Test
    void prompt_consent_asks_again_though_everything_was_granted() {
        world.code();

        assertAt(world.visitor().open(world.url("prompt", "consent")), "consent");
    }

    @Test
    void prompt_select_account_shows_the_accounts_though_one_is_signed_in() {
        world.code();

        var chooser = world.visitor().open(world.url("prompt", "select_account"));
        assertAt(chooser, "account");

        var left = (Stop.Left) world.visitor().choose(chooser, GoogleWorld.LINH);
        assertThat(left.parameter("code")).isNotEmpty();
    }

    @Test
    void select_account_and_consent_together_show_both_pages() {
        world.code();

        var chooser = world.visitor().open(world.url("prompt", "select_account consent"));
        assertAt(chooser, "account");
        assertAt(world.visitor().choose(chooser, GoogleWorld.LINH), "consent");
    }

    @Test
    void none_needs_somebody_signed_in() {
        assertThat(silent()).isEqualTo("login_required");
    }

    @Test
    void none_needs_an_earlier_consent() {
        world.code("scope", "openid");

        assertThat(silent()).isEqualTo("consent_required");
    }

    @Test
    void none_does_not_choose_between_two_accounts() {
        signInBoth();

        assertThat(silent()).isEqualTo("account_selection_required");
        assertThat(silent("login_hint", GoogleWorld.LINH)).isEmpty();
    }

    @Test
    void none_gives_a_code_when_nothing_is_left_to_ask() {
        world.code();

        assertThat(silent()).isEmpty();
    }

    @Test
    void a_hint_saves_the_choice_when_that_account_is_signed_in() {
        signInBoth();

        assertAt(world.visitor().open(world.url()), "account");
        assertThat(world.visitor().open(world.url("login_hint", GoogleWorld.LINH)))
                .isInstanceOf(Stop.Left.class);
    }

    @Test
    void a_hint_may_be_the_subject() {
        signInBoth();
        var home = world.sandbox.people().get(GoogleWorld.LINH_HOME);

        var left = (Stop.Left) world.visitor().open(world.url("login_hint", GoogleAccounts.subject(home)));

        var token = world.token(world.exchange(left.parameter("code"))).text("access_token");
        assertThat(world.api("/v1/userinfo", token).text("email")).isEqualTo(GoogleWorld.LINH_HOME);
    }

    @Test
    void a_hint_at_somebody_not_signed_in_puts_them_first() {
        var page = (Stop.Page) world.visitor().open(world.url("login_hint", "jonas.weber@home.example"));

        assertThat(page.html().indexOf("jonas.weber@home.example"))
                .isLessThan(page.html().indexOf(GoogleWorld.LINH));
    }

    private void signInBoth() {
        world.code();
        var chooser = world.visitor().open(world.url("prompt", "select_account"));
        var consent = world.visitor().choose(chooser, GoogleWorld.LINH_HOME);
        world.visitor().press(consent, "allow", List.of());
    }

    private String silent(String... changes) {
        var all = new String[changes.length + 2];
        System.arraycopy(changes, 0, all, 0, changes.length);
        all[changes.length] = "prompt";
        all[changes.length + 1] = "none";
        return ((Stop.Left) world.visitor().open(world.url(all))).parameter("error");
    }

    private static void assertAt(Stop stop, String page) {
        assertThat(((Stop.Page) stop).address().getPath()).isEqualTo("/google/signin/" + page);
        assertThat(((Stop.Page) stop).status()).isEqualTo(200);
    }
}
