package dev.concierge.server.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.jobs.JobRunner;
import dev.concierge.server.jobs.Lane;
import dev.concierge.server.support.Api;
import dev.concierge.server.support.Browser;
import dev.concierge.server.support.Page;
import dev.concierge.server.support.Visitor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a person chooses after consent: which Page, which channel, which workspace; and what becomes of tokens that nobody takes. */
@Tag("flow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChoicesTest {
    private static final String MERIDIAN = "Meridian Travel";
    private static final String BREAD = "Bánh mì & Berlin";
    private static final ProviderCase LINH = ProviderCase.of("meta", Visitor.LINH_WORK);
    private static final ProviderCase LINH_AT_HOME = ProviderCase.of("meta", Visitor.LINH_HOME);
    private static final ProviderCase ANA = ProviderCase.of("meta", "ana.ruiz@meridian.example");
    private static final ProviderCase CHANNEL = ProviderCase.of("youtube", Visitor.LINH_HOME);
    private static final ProviderCase NO_CHANNEL = ProviderCase.of("youtube", "jonas.weber@home.example");
    private static final ProviderCase NOTION = ProviderCase.of("notion", Visitor.LINH_WORK);

    private ProviderWorld providers;

    @BeforeAll
    void start() {
        providers = new ProviderWorld();
    }

    @AfterAll
    void stop() {
        providers.close();
    }

    @BeforeEach
    void reset() {
        for (String table : List.of("pending_grants", "pending_revocations", "integrations", "grants")) {
            providers.world().database().owner().sql("delete from " + table).update();
        }
        for (ProviderCase provider : List.of(LINH, LINH_AT_HOME, ANA)) {
            providers.world().sandbox().revoke("meta", provider.account(), "concierge-test");
        }
        List.of(LINH, CHANNEL, NOTION).forEach(provider -> providers.prepare(provider, "{}"));
    }

    private Page asked(Visitor person, ProviderCase provider) {
        return providers.trip(person, providers.begin(person, provider.id()), provider, List.of());
    }

    private static Page take(Visitor person, Page choice, String name) {
        return person.browser().submit(choice, "li:has(h2:containsOwn(" + name + ")) form", Map.of("choice", "take"));
    }

    private Page again(Visitor person, UUID integration, ProviderCase provider) {
        Page next = person.browser()
                .submitOnly(
                        person.open("/integrations/" + integration),
                        "form[action='/integrations/" + integration + "/reconnect']",
                        Map.of());
        String authorization = next.find(
                        "a[href^='" + providers.world().sandbox().baseUrl() + "']")
                .attr("href");
        return providers.trip(person, authorization, provider, List.of());
    }

    private static UUID integration(Page page) {
        assertThat(page.path()).as(page.text()).matches("/integrations/[0-9a-f-]{36}");
        return UUID.fromString(page.path().substring("/integrations/".length()));
    }

    private long rows(String table) {
        return providers
                .world()
                .database()
                .owner()
                .sql("select count(*) from " + table)
                .query(Long.class)
                .single();
    }

    private long revoked(ProviderCase provider) {
        return providers.world().sandbox().ledger().count(provider.id(), "revoke", "revoked");
    }

    @Test
    void of_several_pages_one_is_taken_and_becomes_the_integration() {
        Visitor ada = providers.person();

        Page choice = asked(ada, LINH);

        assertThat(choice.path()).startsWith("/integrations/choices/");
        assertThat(choice.find("h1").text()).isEqualTo("Which Page shall we connect?");
        assertThat(choice.text()).contains(MERIDIAN, "Travel company", BREAD, "Food blog");
        providers
                .world()
                .sandbox()
                .secrets()
                .all()
                .forEach(secret -> assertThat(choice.body()).doesNotContain(secret.value()));
        UUID integration = integration(take(ada, choice, BREAD));
        Api backend = providers.backend(ada);
        var json = backend.get("/api/v1/oauth/integrations/" + integration).json();
        assertThat(json.path("label").asString()).isEqualTo(BREAD);
        assertThat(json.path("account").asString()).isEqualTo(BREAD + " · Linh Tran");
        assertThat(json.path("chosenId").asString()).isEqualTo("104857600000102");
        assertThat(backend.token(integration).status()).isEqualTo(200);
    }

    @Test
    void another_page_is_a_second_integration_and_ending_one_keeps_the_consent_of_both() {
        Visitor ada = providers.person();
        UUID first = integration(take(ada, asked(ada, LINH), MERIDIAN));
        Page choice = asked(ada, LINH);
        assertThat(choice.find("li:has(h2:containsOwn(" + MERIDIAN + "))").text())
                .contains("connected already");
        UUID second = integration(take(ada, choice, BREAD));
        assertThat(second).isNotEqualTo(first);
        Api backend = providers.backend(ada);

        Api.Answer receipt = backend.delete("/api/v1/oauth/integrations/" + first);

        assertThat(receipt.json().path("outcome").asString()).isEqualTo("kept_for_sibling");
        assertThat(revoked(LINH)).isZero();
        assertThat(backend.token(second).status()).isEqualTo(200);
        assertThat(backend.delete("/api/v1/oauth/integrations/" + second)
                        .json()
                        .path("outcome")
                        .asString())
                .isEqualTo("revoked");
    }

    @Test
    void the_same_page_again_is_the_same_integration() {
        Visitor ada = providers.person();
        UUID first = integration(take(ada, asked(ada, LINH), MERIDIAN));

        assertThat(integration(take(ada, asked(ada, LINH), MERIDIAN))).isEqualTo(first);
        assertThat(integration(again(ada, first, LINH)))
                .as("a reconnect asks nothing")
                .isEqualTo(first);
    }

    @Test
    void one_page_alone_is_taken_at_once() {
        Visitor ada = providers.person();

        Page page = asked(ada, ANA);

        integration(page);
        assertThat(page.find("h1").text()).isEqualTo("Ruiz Studio");
    }

    @Test
    void without_a_page_nothing_is_connected_and_it_is_said_what_to_do() {
        Visitor ada = providers.person();
        long grants = rows("grants");

        Page page = asked(ada, LINH_AT_HOME);

        assertThat(page.status()).isEqualTo(409);
        assertThat(page.uri().getQuery()).isEqualTo("provider=meta&why=nothing_to_choose");
        assertThat(page.find("h1").text()).isEqualTo("No Page to connect");
        assertThat(page.text()).contains("Make a Page at Facebook");
        assertThat(rows("grants")).isEqualTo(grants);
        providers.world().server().bean(JobRunner.class).runDue(Lane.MAINTENANCE);
        assertThat(revoked(LINH)).as("the consent is given back").isEqualTo(1);
    }

    @Test
    void without_the_permission_to_list_pages_it_is_named() {
        Visitor ada = providers.person();

        Page page = providers.trip(ada, providers.begin(ada, "meta"), ANA, List.of("pages_show_list"));

        assertThat(page.uri().getQuery()).isEqualTo("provider=meta&why=not_listed");
        assertThat(page.text()).contains("See which Pages you run", "left out");
    }

    @Test
    void a_reconnect_that_brings_another_page_asks_replace_or_add() {
        Visitor ada = providers.person();
        UUID bread = integration(take(ada, asked(ada, LINH), BREAD));
        providers.prepare(LINH, "{\"lostPages\":[\"104857600000102\"]}");

        Page choice = again(ada, bread, LINH);

        assertThat(choice.find("h1").text()).isEqualTo("You came back with another Page");
        assertThat(choice.text()).contains(MERIDIAN, BREAD);
        UUID replaced = integration(
                ada.browser().submit(choice, "form:has(button[value=replace])", Map.of("choice", "replace")));
        assertThat(replaced).isEqualTo(bread);
        assertThat(ada.open("/integrations/" + bread).text()).contains(MERIDIAN);
    }

    @Test
    void less_than_asked_is_asked_after_the_page() {
        Visitor ada = providers.person();
        Page which = providers.trip(ada, providers.begin(ada, "meta"), LINH, List.of("email"));

        Page less = take(ada, which, MERIDIAN);

        assertThat(less.text()).contains("See your e-mail address", MERIDIAN);
        integration(ada.browser().submit(less, "form:has(button[value=add])", Map.of("choice", "add")));
    }

    @Test
    void a_choice_is_taken_once_by_its_browser_and_only_among_what_was_offered() {
        Visitor ada = providers.person();
        Page choice = asked(ada, LINH);
        long before = rows("integrations");
        String form = "li:has(h2:containsOwn(" + MERIDIAN + ")) form";

        assertThat(ada.browser()
                        .submit(choice, form, Map.of("choice", "take", "option", "104857600000201"))
                        .status())
                .as("somebody else's Page")
                .isEqualTo(400);
        for (String other : List.of("add", "replace")) {
            assertThat(ada.browser()
                            .submit(choice, form, Map.of("choice", other))
                            .status())
                    .as(other)
                    .isEqualTo(400);
        }
        assertThat(new Browser().open(choice.uri()).path()).isEqualTo("/login");
        assertThat(rows("integrations")).isEqualTo(before);

        integration(take(ada, choice, MERIDIAN));
        assertThat(take(ada, choice, MERIDIAN).status()).isEqualTo(400);
        assertThat(rows("integrations")).isEqualTo(before + 1);
    }

    @Test
    void none_of_them_gives_the_consent_back() {
        Visitor ada = providers.person();
        Page choice = asked(ada, LINH);

        Page page = ada.browser().submit(choice, "form:has(button[value=cancel])", Map.of("choice", "cancel"));

        assertThat(page.path()).isEqualTo("/integrations");
        assertThat(revoked(LINH)).isEqualTo(1);
        assertThat(rows("pending_grants")).isZero();
    }

    @Test
    void a_choice_that_nobody_takes_ends_after_fifteen_minutes_and_not_while_another_one_waits() {
        Visitor ada = providers.person();
        Api backend = providers.backend(ada);
        Page old = asked(ada, LINH);
        providers.world().advance(Duration.ofMinutes(10));
        Page young = asked(ada, LINH);
        providers.world().advance(Duration.ofMinutes(5).plusSeconds(1));

        providers.world().server().bean(JobRunner.class).runDue(Lane.MAINTENANCE);

        assertThat(ada.browser().open(old.uri()).status()).isEqualTo(400);
        assertThat(revoked(LINH)).as("the young one hangs on the same consent").isZero();
        UUID integration = integration(take(ada, young, MERIDIAN));
        assertThat(backend.token(integration).status()).isEqualTo(200);
    }

    @Test
    void the_channel_is_the_integration_and_no_channel_is_said_either_way() {
        Visitor ada = providers.person();
        Page page = asked(ada, CHANNEL);
        UUID integration = integration(page);
        assertThat(providers
                        .backend(ada)
                        .get("/api/v1/oauth/integrations/" + integration)
                        .json()
                        .path("chosenId")
                        .asString())
                .startsWith("UC");
        for (String knobs : List.of("{}", "{\"signupRequired\":true}")) {
            providers.prepare(NO_CHANNEL, knobs);
            Page none = asked(ada, NO_CHANNEL);
            assertThat(none.text()).as(knobs).contains("No channel to connect", "Make a channel at YouTube");
        }
    }

    @Test
    void of_several_channels_one_is_chosen() {
        Visitor ada = providers.person();
        providers.prepare(
                CHANNEL,
                "{\"lie\":[{\"endpoint\":\"channels\",\"merge\":{\"items\":[{\"id\":\"UCone\",\"snippet\":{\"title\":\"Slow Trains\",\"customUrl\":\"@trains\"}},"
                        + "{\"id\":\"UCtwo\",\"snippet\":{\"title\":\"Slow Food\"}}]}}]}");

        Page choice = asked(ada, CHANNEL);

        assertThat(choice.find("h1").text()).isEqualTo("Which channel shall we connect?");
        assertThat(choice.text()).contains("@trains");
        assertThat(take(ada, choice, "Slow Food").find("h1").text()).isEqualTo("Slow Food");
    }

    @Test
    void a_list_that_cannot_be_had_connects_nothing() {
        Visitor ada = providers.person();
        for (String answer : List.of("\"status\":503", "\"status\":200,\"body\":{\"items\":7}", "\"status\":403")) {
            providers.prepare(CHANNEL, "{\"failNext\":[{\"endpoint\":\"channels\"," + answer + "}]}");
            long before = rows("integrations") + rows("pending_grants");

            Page page = asked(ada, CHANNEL);

            assertThat(page.path()).as(answer).isEqualTo("/connect/refused");
            assertThat(page.text()).contains("YouTube");
            assertThat(rows("integrations") + rows("pending_grants")).isEqualTo(before);
        }
    }

    @Test
    void another_workspace_asks_replace_or_add_by_the_names_of_both() {
        Visitor ada = providers.person();
        UUID integration = integration(asked(ada, NOTION));
        String first = ada.open("/integrations/" + integration).find("h1").text();

        String second = first.equals("Meridian") ? "Linh’s notes" : "Meridian";
        Page choice = again(ada, integration, NOTION.picking("workspace", workspaceId(second)));

        assertThat(choice.find("h1").text()).isEqualTo("You came back with another workspace");
        assertThat(choice.text()).contains(first, second, "Add as a second workspace");
    }

    /** As the sandbox makes them. */
    private static String workspaceId(String name) {
        String seed = name.equals("Meridian") ? "meridian" : "linh-notes";
        return UUID.nameUUIDFromBytes(("notion " + seed).getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .toString();
    }
}
