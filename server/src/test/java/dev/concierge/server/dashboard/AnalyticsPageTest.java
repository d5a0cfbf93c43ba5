package dev.concierge.server.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.jobs.JobRunner;
import dev.concierge.server.jobs.Lane;
import dev.concierge.server.support.Browser;
import dev.concierge.server.support.Page;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The page of syncing as its person has it, with script and without, and as nobody else can. */
@Tag("flow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AnalyticsPageTest {
    private static final String PAGE = "/dashboard/analytics";

    private World world;
    private Visitor ada;
    private UUID google;

    @BeforeAll
    void start() {
        world = World.start(
                1, Map.of("concierge.identity.sign-up-burst", "1000", "concierge.identity.sign-in-burst", "1000"));
    }

    @BeforeEach
    void connect() {
        ada = world.visitor().signUp();
        google = ada.connected(Visitor.LINH_WORK);
    }

    @AfterAll
    void stop() {
        world.close();
    }

    @Test
    void each_stream_says_how_it_is() {
        runDue();
        Page page = ada.open(PAGE);

        assertThat(page.find("#live .stat b").text()).isEqualTo("1 of 1");
        assertThat(page.find("#fold-google summary").text()).contains("Google", "1 account", "In step");
        String row = page.find("#fold-google tbody tr").text();
        assertThat(row).contains("Calendar events", String.valueOf(records()), "In step");
        assertThat(page.has("#fold-google[open]")).isFalse();
        assertThat(page.find("nav a[aria-current]").text()).isEqualTo("Sync");
    }

    @Test
    void whoever_has_connected_nothing_is_shown_where_to_begin() {
        Page page = world.visitor().signUp().open(PAGE);
        assertThat(page.text()).contains("Nothing to keep in step yet");
        assertThat(page.has("form[action='/dashboard/analytics/sync']")).isFalse();
        assertThat(page.find("#live a[href='/integrations#providers']").text()).isEqualTo("Connect an account");
    }

    @Test
    void sync_now_without_script_leads_back_to_the_open_row() {
        runDue();
        String form = "form[action='" + PAGE + "/sync/" + google + "']";
        Page page = ada.browser().submit(ada.open(PAGE), form, Map.of());

        assertThat(page.path()).isEqualTo(PAGE);
        assertThat(page.text()).contains("The sync has begun.");
        assertThat(page.has("#fold-google[open]")).isTrue();
        assertThat(page.find("#fold-google").text()).contains("Syncing");
        assertThat(page.find("#live").attr("hx-trigger")).isEqualTo("every 1s");
        runDue();
        assertThat(ada.open(PAGE).find("#live").attr("hx-trigger")).isEqualTo("every 30s");
        assertThat(runs()).isEqualTo(2);
    }

    @Test
    void sync_all_now_by_htmx_answers_the_part_and_a_word() {
        runDue();
        Page part = post(PAGE + "/sync", true);

        assertThat(part.status()).isEqualTo(200);
        assertThat(part.body()).doesNotContain("<html", "<h1");
        assertThat(part.find("#live").attr("hx-trigger")).isEqualTo("every 1s");
        assertThat(part.find("[hx-swap-oob='beforeend:.toasts']").text()).contains("The sync has begun.");
        runDue();
        assertThat(runs()).isEqualTo(2);
    }

    @Test
    void the_part_is_only_what_changes() {
        Page part = ada.browser().get(world.url(PAGE), Map.of("HX-Request", "true"));
        assertThat(part.status()).isEqualTo(200);
        assertThat(part.body()).doesNotContain("<html", "<h1").contains("fold-google");
    }

    @Test
    void what_the_provider_ended_warns_and_offers_to_reconnect_and_nothing_is_asked_for() {
        runDue();
        world.database()
                .owner()
                .sql("update integrations set state = 'needs_reconnect', cause = 'password_changed' where id = :id")
                .param("id", google)
                .update();
        world.server()
                .bean(dev.concierge.server.database.AccountScope.class)
                .run(
                        account(),
                        _ -> world.server()
                                .bean(dev.concierge.server.database.Notifications.class)
                                .changed(google));
        Page page = ada.open(PAGE);

        assertThat(page.find(".notices").text()).contains("password there was changed");
        assertThat(page.has(".notices form[action='/integrations/" + google + "/reconnect']"))
                .isTrue();
        assertThat(page.has("form[action='" + PAGE + "/sync/" + google + "']")).isFalse();
        assertThat(post(PAGE + "/sync/" + google, true).text()).contains("This account stands still.");
        assertThat(runs()).isEqualTo(1);
    }

    @Test
    void a_stream_that_failed_says_why_in_words() {
        runDue();
        world.database()
                .owner()
                .sql("update streams set state = 'failed', cause = 'http_503' where integration_id = :id")
                .param("id", google)
                .update();
        assertThat(ada.open(PAGE).find("#fold-google tbody tr").text())
                .contains("Failed", "Google has trouble of its own. We try again by ourselves.");
    }

    @Test
    void what_was_never_asked_for_is_allowed_by_one_button_that_asks_for_no_more_than_is_enough() {
        runDue();
        for (String page : List.of(PAGE, "/integrations/" + google)) {
            String form = "tr:contains(Drive files) form[action^='/integrations/" + google + "/scopes']";
            assertThat(ada.open(page).find(form).text()).as(page).isEqualTo("Allow it");
            Page next = ada.browser().submitOnly(ada.open(page), form, Map.of());

            assertThat(next.find("a[href^='" + world.sandbox().baseUrl() + "']").attr("href"))
                    .contains("drive.metadata.readonly", "calendar.events.readonly")
                    .doesNotContain("drive.readonly", "gmail");
        }
        assertThat(ada.open(PAGE).find("tr:contains(Calendar events)").select("form"))
                .isEmpty();
    }

    @Test
    @DisplayName("E-01 somebody asks for a sync of another's account, or of none")
    void somebody_else_gets_the_same_answer_as_for_nothing() {
        runDue();
        Visitor eve = world.visitor().signUp();
        Page page = eve.open("/integrations");
        String token = page.find("input[name=_csrf]").val();
        for (UUID id : List.of(google, UUID.randomUUID())) {
            Page refused = post(eve.browser(), PAGE + "/sync/" + id, token, false);
            assertThat(refused.status()).isEqualTo(404);
        }
        assertThat(eve.open(PAGE).text()).doesNotContain(Visitor.LINH_WORK);
        assertThat(runs()).isEqualTo(1);
    }

    @Test
    void whoever_is_not_signed_in_is_sent_to_the_door() {
        Page page = new Browser().open(world.url(PAGE));
        assertThat(page.path()).isEqualTo("/login");
    }

    private Page post(String path, boolean htmx) {
        String token = ada.open(PAGE).find("input[name=_csrf]").val();
        return post(ada.browser(), path, token, htmx);
    }

    private Page post(Browser browser, String path, String token, boolean htmx) {
        Map<String, String> headers = new HashMap<>(Map.of(
                "Content-Type",
                "application/x-www-form-urlencoded",
                "Origin",
                world.url("/").toString().replaceAll("/$", ""),
                "Sec-Fetch-Site",
                "same-origin"));
        if (htmx) {
            headers.put("HX-Request", "true");
        }
        return browser.send(
                "POST", world.url(path), Browser.encode(List.of(new Browser.Field("_csrf", token))), headers);
    }

    private void runDue() {
        world.server().bean(JobRunner.class).runDue(Lane.SYNC);
    }

    private UUID account() {
        return world.database()
                .owner()
                .sql("select account_id from integrations where id = :id")
                .param("id", google)
                .query(UUID.class)
                .single();
    }

    private long records() {
        return count("select count(*) from records where integration_id = :id and deleted_at is null");
    }

    private long runs() {
        return count("select count(*) from runs where integration_id = :id");
    }

    private long count(String sql) {
        return world.database()
                .owner()
                .sql(sql)
                .param("id", google)
                .query(Long.class)
                .single();
    }
}
