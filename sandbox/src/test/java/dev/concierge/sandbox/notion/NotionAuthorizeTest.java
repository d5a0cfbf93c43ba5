package dev.concierge.sandbox.notion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.Client;
import dev.concierge.sandbox.Http;
import dev.concierge.sandbox.Visitor.Stop;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("flow")
class NotionAuthorizeTest {
    private static final String LINH = NotionWorld.LINH;

    private final NotionWorld world = new NotionWorld();

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void account_workspace_pages_and_capabilities_come_one_after_the_other() {
        var visitor = world.visitor();
        var workspaces = (Stop.Page) visitor.choose(visitor.open(world.url()), LINH);
        assertThat(workspaces.html()).contains("<strong>Meridian</strong>", "<strong>Linh’s notes</strong>");
        assertThat(workspaces.html()).contains("name=\"workspace\" value=\"" + Workspaces.uuid("meridian") + "\"");

        var pages = (Stop.Page) visitor.pick(workspaces);
        assertThat(pages.html()).contains("type=\"checkbox\" name=\"page\"", "Roadmap", "id=\"next\"");

        var consent = (Stop.Page) visitor.pick(pages);
        assertThat(consent.html()).contains("View the pages you select", "id=\"allow\"", "id=\"deny\"");

        var left = (Stop.Left) visitor.press(consent, "allow", List.of());
        assertThat(left.parameter("state")).isEqualTo("state-of-the-test");
        assertThat(left.parameter("code")).hasSize(36);
    }

    @Test
    void refusing_is_access_denied() {
        assertThat(world.visitor().deny(world.url(), LINH).parameter("error")).isEqualTo("access_denied");
    }

    @ParameterizedTest
    @CsvSource({
        "owner, '', invalid_request",
        "owner, workspace, invalid_request",
        "response_type, '', invalid_request",
        "response_type, token, unsupported_response_type",
    })
    void owner_and_response_type_are_required(String name, String value, String error) {
        assertThat(((Stop.Left) world.visitor().open(world.url(name, value))).parameter("error"))
                .isEqualTo(error);
    }

    @Test
    void somebody_elses_workspace_or_page_cannot_be_chosen() {
        var visitor = world.visitor();
        var workspaces = visitor.choose(visitor.open(world.url()), LINH);

        var foreign = (Stop.Page) visitor.submit(workspaces, "workspace=" + Workspaces.uuid("tran-family"));
        assertThat(foreign.status()).isEqualTo(400);

        var pages = visitor.pick(workspaces);
        var page = (Stop.Page) visitor.submit(pages, "page=" + Workspaces.uuid("meridian page Clientes 2026"));
        assertThat(page.status()).isEqualTo(400);
    }

    @Test
    void the_consent_page_cannot_be_reached_past_the_choices() {
        var visitor = world.visitor();
        var workspaces = (Stop.Page) visitor.choose(visitor.open(world.url()), LINH);

        var consent = workspaces.address().toString().replace("/signin/choice", "/signin/consent");

        assertThat(((Stop.Page) visitor.open(consent)).status()).isEqualTo(400);
    }

    @Test
    void a_subset_of_pages_is_remembered_and_shown_to_the_person() {
        var roadmap = Workspaces.uuid("meridian page Roadmap");
        world.visitor().picking("page", roadmap).allow(world.url(), LINH);

        var connections = Http.get(world.base + "/connections?account=" + LINH).body();
        assertThat(connections)
                .contains("Concierge in Meridian", "Page: Roadmap")
                .doesNotContain("Page: Hiring");

        var picker = (Stop.Page) world.visitor().pick(world.visitor().open(world.url()));
        assertThat(picker.html()).contains("value=\"" + roadmap + "\" checked").containsOnlyOnce(" checked");
    }

    @Test
    void the_picker_comes_each_time() {
        world.allow(LINH);

        assertThat(world.visitor().open(world.url())).isInstanceOf(Stop.Page.class);
    }

    @Test
    void a_redirect_uri_may_be_left_out_when_there_is_one_only() {
        var left = world.allow(LINH, "redirect_uri", "");
        assertThat(left.callback().toString()).startsWith(NotionWorld.REDIRECT);

        world.sandbox.registerClient(new Client(
                "notion",
                NotionWorld.CLIENT,
                NotionWorld.SECRET,
                "Concierge",
                List.of(NotionWorld.REDIRECT, "https://concierge.example/callback")));
        assertThat(((Stop.Page) world.visitor().open(world.url("redirect_uri", ""))).status())
                .isEqualTo(400);
    }

    @Test
    void without_it_there_it_is_forbidden_at_the_token_endpoint_and_else_required() {
        var without = world.exchange(world.code("redirect_uri", ""));
        assertThat(world.token(without).text("code")).isEqualTo("invalid_grant");
        assertThat(world.reason("token")).isEqualTo("other_redirect_uri");
        var fine = world.exchange(world.code("redirect_uri", ""));
        fine.remove("redirect_uri");
        assertThat(world.token(fine).status()).isEqualTo(200);

        var missing = world.exchange(world.code());
        missing.remove("redirect_uri");
        assertThat(world.token(missing).text("code")).isEqualTo("invalid_grant");
    }

    @Test
    void each_workspace_is_a_connection_of_its_own() {
        world.visitor().picking("workspace", Workspaces.uuid("meridian")).allow(world.url(), LINH);
        var notes = world.visitor()
                .picking("workspace", Workspaces.uuid("linh-notes"))
                .allow(world.url(), LINH);
        var token = world.token(world.exchange(notes.parameter("code"))).text("access_token");
        assertThat(world.sandbox.ledger().count("notion", "consent", "issued")).isEqualTo(2);

        Http.form(world.base + "/connections", Map.of("account", LINH, "remove", "Concierge in Meridian"));

        assertThat(world.me(token).status()).isEqualTo(200);
        assertThat(world.sandbox.revoke("notion", LINH, NotionWorld.CLIENT)).isTrue();
        assertThat(world.me(token).status()).isEqualTo(401);
    }
}
