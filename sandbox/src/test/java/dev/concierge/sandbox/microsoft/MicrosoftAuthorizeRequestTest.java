package dev.concierge.sandbox.microsoft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.concierge.sandbox.Client;
import dev.concierge.sandbox.Visitor.Stop;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fields 1, 2 and 12 of Microsoft. */
@Tag("flow")
class MicrosoftAuthorizeRequestTest {
    private final MicrosoftWorld world = new MicrosoftWorld();

    @AfterEach
    void end() {
        world.close();
    }

    @ParameterizedTest
    @CsvSource({
        "client_id, 00000000-0000-0000-0000-000000000000, AADSTS700016",
        "client_id, '', AADSTS900144",
        "redirect_uri, '', AADSTS50011",
        "redirect_uri, http://localhost:9999/Callback, AADSTS50011",
        "redirect_uri, http://localhost:9999/callback/, AADSTS50011",
        "redirect_uri, http://127.0.0.1:9999/callback, AADSTS50011",
        "redirect_uri, https://localhost:9999/callback, AADSTS50011",
        "redirect_uri, http://localhost.evil.example/callback, AADSTS50011"
    })
    void while_client_or_address_are_wrong_there_is_a_page(String name, String value, String number) {
        var page = (Stop.Page) world.visitor().open(world.url(name, value));

        assertThat(page.status()).isEqualTo(400);
        assertThat(page.html()).contains(number);
    }

    @Test
    void localhosts_port_does_not_count_but_the_exchange_repeats_it() {
        var other = "http://localhost:4711/callback";
        var code = world.code("redirect_uri", other);

        assertThat(MicrosoftWorld.aadsts(world.token(world.exchange(code)))).isEqualTo(500112);
        var again = world.code("redirect_uri", other);
        assertThat(world.token(world.exchange(again, "redirect_uri", other)).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "scope, openid No.Such.Scope, invalid_scope, AADSTS70011",
        "scope, '', invalid_request, AADSTS900144",
        "response_type, '', invalid_request, AADSTS900144",
        "response_type, token, unsupported_response_type, AADSTS700054",
        "response_type, code id_token, unsupported_response_type, AADSTS700054",
        "response_mode, carrier_pigeon, invalid_request, AADSTS90023",
        "prompt, maybe, invalid_request, AADSTS90023",
        "prompt, none consent, invalid_request, AADSTS90023",
        "code_challenge, '', invalid_request, AADSTS900144",
        "code_challenge, short, invalid_request, AADSTS90023",
        "code_challenge_method, S512, invalid_request, AADSTS90023"
    })
    void other_mistakes_go_back(String name, String value, String error, String number) {
        var left = (Stop.Left) world.visitor().open(world.url(name, value));

        assertThat(left.parameter("error")).isEqualTo(error);
        assertThat(left.parameter("error_description")).startsWith(number);
        assertThat(left.parameter("state")).isEqualTo("state-of-the-test");
    }

    @Test
    void a_hint_and_a_choice_of_accounts_exclude_each_other() {
        var left = (Stop.Left)
                world.visitor().open(world.url("prompt", "select_account", "login_hint", MicrosoftWorld.LINH));

        assertThat(left.parameter("error")).isEqualTo("invalid_request");
    }

    @Test
    void the_tenant_cannot_be_sent_as_a_parameter() {
        var left = (Stop.Left) world.visitor().open(world.url() + "&%7Btenant%7D=consumers");

        assertThat(left.parameter("error")).isEqualTo("invalid_request");
    }

    @Test
    void silence_needs_a_sign_in_and_consent() {
        assertSilent("login_required", "AADSTS50058");

        world.visitor().deny(world.url(), MicrosoftWorld.LINH);
        assertSilent("consent_required", "AADSTS65001");

        world.code();
        var left = (Stop.Left) world.visitor().open(world.url("prompt", "none"));
        assertThat(left.parameter("code")).isNotEmpty();
    }

    private void assertSilent(String error, String number) {
        var left = (Stop.Left) world.visitor().open(world.url("prompt", "none"));
        assertThat(left.parameter("error")).isEqualTo(error);
        assertThat(left.parameter("error_description")).startsWith(number);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://app.example/callback",
                "http://127.0.0.1:8080/callback",
                "https://[::1]/callback",
                "https://app.example/callback?tenant=1",
                "https://app.example/callback#x",
                "https://*.app.example/callback"
            })
    void some_addresses_are_never_registered(String uri) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> world.sandbox.registerClient(new Client("microsoft", "x", "y", "z", List.of(uri))));
    }
}
