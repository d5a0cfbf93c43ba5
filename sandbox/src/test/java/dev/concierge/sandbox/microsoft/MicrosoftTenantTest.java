package dev.concierge.sandbox.microsoft;

import static dev.concierge.sandbox.microsoft.MicrosoftWorld.aadsts;
import static dev.concierge.sandbox.microsoft.MicrosoftWorld.claims;
import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.Http;
import dev.concierge.sandbox.Visitor.Stop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Fields 1, 8 and 9 of Microsoft: the path says who may come in, the token says where the account lives. */
@Tag("flow")
class MicrosoftTenantTest {
    private final MicrosoftWorld world = new MicrosoftWorld();

    @AfterEach
    void end() {
        world.close();
    }

    @ParameterizedTest
    @CsvSource({
        "common, linh.tran@meridian.example",
        "common, jonas.weber@home.example",
        "organizations, linh.tran@meridian.example",
        "organizations, ana.ruiz@meridian.example",
        "consumers, jonas.weber@home.example",
        "9188040d-6c67-4c5b-b112-36a304b66dad, jonas.weber@home.example",
        "5d1f0c7e-3a42-4b8e-9c61-7be3a2d94f10, linh.tran@meridian.example",
        "meridian.example, linh.tran@meridian.example",
        "ruizstudio.example, ana.ruiz@meridian.example"
    })
    void accounts_of_the_paths_tenant_come_in(String tenant, String account) {
        var code = world.visitor().allow(world.urlAt(tenant), account).parameter("code");
        var tokens = world.tokenAt(tenant, world.exchange(code));

        assertThat(tokens.status()).as(tokens.body()).isEqualTo(200);
        var claims = claims(tokens);
        var tid = claims.path("tid").stringValue();
        assertThat(claims.path("iss").stringValue()).isEqualTo(world.base + "/" + tid + "/v2.0");
    }

    @ParameterizedTest
    @CsvSource({
        "organizations, jonas.weber@home.example",
        "consumers, linh.tran@meridian.example",
        "meridian.example, jonas.weber@home.example",
        "meridian.example, ana.ruiz@meridian.example",
        "ruizstudio.example, linh.tran@meridian.example"
    })
    void others_see_a_page_and_nothing_goes_back(String tenant, String account) {
        var chooser = world.visitor().open(world.urlAt(tenant));
        var page = (Stop.Page) world.visitor().choose(chooser, account);

        assertThat(page.status()).isEqualTo(400);
        assertThat(page.html()).contains("AADSTS50020");
    }

    @Test
    void somebody_signed_in_who_may_not_come_in_is_not_taken_for_granted() {
        world.code();
        var stop = (Stop.Page) world.visitor().open(world.urlAt("consumers"));

        assertThat(stop.address().getPath()).endsWith("/signin/account");
    }

    @Test
    void an_unknown_tenant_is_a_page_at_authorize_and_an_error_at_token() {
        var page = (Stop.Page) world.visitor().open(world.urlAt("nowhere.example"));

        assertThat(page.html()).contains("AADSTS90002");
        assertThat(aadsts(world.tokenAt("nowhere.example", world.exchange("x"))))
                .isEqualTo(90002);
    }

    @Test
    void a_code_is_redeemed_on_the_path_it_was_issued_on() {
        var code = world.code();
        var other = world.tokenAt("meridian.example", world.exchange(code));

        assertThat(other.text("error")).isEqualTo("invalid_grant");
        assertThat(aadsts(other)).isEqualTo(700005);
        assertThat(world.token(world.exchange(code)).status()).isEqualTo(200);
    }

    @Test
    void a_refresh_works_on_every_path_that_lets_the_account_in() {
        var refresh = world.tokens().text("refresh_token");

        assertThat(world.tokenAt("organizations", world.renewal(refresh)).status())
                .isEqualTo(200);
        assertThat(world.tokenAt("meridian.example", world.renewal(refresh)).status())
                .isEqualTo(200);
        assertThat(aadsts(world.tokenAt("consumers", world.renewal(refresh)))).isEqualTo(50020);
    }

    @Test
    void a_single_tenant_app_works_in_its_own_tenant_alone() {
        world.knobs().set(MicrosoftKnobs.SINGLE_TENANT, true);

        assertThat(((Stop.Page) world.visitor().open(world.url())).html()).contains("AADSTS50194");
        assertThat(aadsts(world.token(world.exchange("x")))).isEqualTo(50194);
        var left = world.visitor().allow(world.urlAt("meridian.example"), MicrosoftWorld.LINH);
        assertThat(world.tokenAt("meridian.example", world.exchange(left.parameter("code")))
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "common, {tenantid}",
        "organizations, {tenantid}",
        "consumers, 9188040d-6c67-4c5b-b112-36a304b66dad",
        "meridian.example, 5d1f0c7e-3a42-4b8e-9c61-7be3a2d94f10"
    })
    void discovery_has_a_placeholder_where_several_tenants_come_in(String path, String tenant) {
        var document = Http.get(world.base + "/" + path + "/v2.0/.well-known/openid-configuration")
                .json();

        assertThat(document.path("issuer").stringValue()).isEqualTo(world.base + "/" + tenant + "/v2.0");
        assertThat(document.path("token_endpoint").stringValue())
                .isEqualTo(world.base + "/" + path + "/oauth2/v2.0/token");
        assertThat(Http.get(document.path("jwks_uri").stringValue())
                        .json()
                        .path("keys")
                        .size())
                .isEqualTo(1);
        assertThat(document.has("revocation_endpoint")).isFalse();
    }
}
