package dev.concierge.server.vault.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.encryption.KeyRing;
import dev.concierge.server.jobs.JobRunner;
import dev.concierge.server.support.Browser;
import dev.concierge.server.support.Page;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import dev.concierge.server.web.Role;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The page of the data keys, as an administrator uses it and as nobody else can. */
@Tag("security")
class AdminKeysPageTest {
    private static final String PAGE = "/admin/keys";
    private static final String ROTATE = "form[action='/admin/keys/rotate']";
    private static final String PAUSE = "form[action='/admin/keys/pause']";
    private static final String RESUME = "form[action='/admin/keys/resume']";

    private World world;
    private Visitor admin;

    @BeforeEach
    void start() {
        world = World.start();
        admin = world.visitor().signUp().raisedTo(Role.ADMIN);
        admin.connected(Visitor.LINH_WORK);
    }

    @AfterEach
    void stop() {
        world.close();
    }

    private Page rotate(Map<String, String> fields) {
        Page answer = admin.browser().submit(admin.open(PAGE), ROTATE, fields);
        assertThat(world.server().bean(KeyRing.class).reload()).isTrue();
        return answer;
    }

    private void work() throws Exception {
        world.server().bean(JobRunner.class).run("vault.reencrypt");
    }

    private long audited(String action, String outcome) {
        return world.database()
                .owner()
                .sql("select count(*) from audit_events where action = :action and outcome = :outcome")
                .param("action", action)
                .param("outcome", outcome)
                .query(Long.class)
                .single();
    }

    @Test
    void an_administrator_rotates_pauses_goes_on_and_sees_the_end() throws Exception {
        Page page = admin.open(PAGE);
        assertThat(page.text()).contains("No rotation so far").contains("In use");
        assertThat(page.has("progress")).isFalse();

        Page running = rotate(Map.of("sure", "true"));
        assertThat(running.status()).as(running.text()).isEqualTo(200);
        assertThat(running.text()).contains("Encrypting anew").contains("Retired");
        assertThat(running.has("progress")).isTrue();
        assertThat(running.has(ROTATE)).as("one at a time").isFalse();
        assertThat(running.find("#rotation").attr("hx-get")).isEqualTo(PAGE);

        Page paused = admin.browser().submit(running, PAUSE, Map.of());
        assertThat(paused.text()).contains("Paused");
        assertThat(paused.find("#rotation").attr("hx-get")).isEmpty();
        work();
        assertThat(admin.open(PAGE).text()).contains("Paused");

        admin.browser().submit(paused, RESUME, Map.of());
        work();
        assertThat(admin.open(PAGE).text()).contains("Everything is under the new key");

        world.advance(Duration.ofMinutes(21));
        work();
        assertThat(admin.open(PAGE).text()).contains("The old key is destroyed").contains("Destroyed");
        assertThat(audited("keys.rotate", "done")).isOne();
    }

    @Test
    @DisplayName("F-04 a key that has encrypted a quarter of what it may is to be rotated, and the page says so")
    void a_key_that_has_encrypted_much_is_to_be_rotated() {
        assertThat(admin.open(PAGE).text()).doesNotContain("Rotate it.");
        world.database()
                .owner()
                .sql("update data_keys set messages = 1073741824")
                .update();

        assertThat(admin.open(PAGE).text())
                .contains("has encrypted 1,073,7", "Rotate it.", "A key may encrypt 4,294,967,296");

        rotate(Map.of("sure", "true"));
        assertThat(admin.open(PAGE).text()).doesNotContain("Rotate it.");
    }

    @Test
    void the_part_of_the_page_asks_for_itself() {
        rotate(Map.of("sure", "true"));

        Page part = admin.browser().get(world.url(PAGE), Map.of("HX-Request", "true", "Accept", "text/html"));

        assertThat(part.status()).isEqualTo(200);
        assertThat(part.has("#rotation progress")).isTrue();
        assertThat(part.has("h1")).isFalse();
    }

    @Test
    void the_box_must_be_ticked_and_ten_minutes_after_the_last_code_another_written() {
        Page unticked = admin.browser().submitExactly(admin.open(PAGE), ROTATE, List.of());
        assertThat(unticked.status()).isEqualTo(422);
        assertThat(unticked.text()).contains("Tick the box");

        world.advance(Duration.ofMinutes(11));
        Page form = admin.open(PAGE);
        assertThat(form.has(ROTATE + " input[name=password]")).isTrue();
        Page wrong = rotate(Map.of("sure", "true", "password", admin.app().wrong()));
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.text()).contains("That code does not fit");
        Page without =
                admin.browser().submitExactly(admin.open(PAGE), ROTATE, List.of(new Browser.Field("sure", "true")));
        assertThat(without.status()).isEqualTo(422);
        assertThat(audited("keys.rotate", "done")).isZero();

        assertThat(rotate(Map.of("sure", "true", "password", admin.app().code()))
                        .text())
                .contains("Encrypting anew");
    }

    @Test
    void nobody_else_sees_or_does_anything() {
        rotate(Map.of("sure", "true"));
        for (Role role : List.of(Role.USER, Role.MANAGER)) {
            Visitor other = world.visitor().signUp().raisedTo(role);
            assertThat(other.open(PAGE).status()).isEqualTo(403);
            assertThat(other.open("/").has("a[href='" + PAGE + "']")).isFalse();
            String csrf = other.open("/integrations").find("input[name=_csrf]").val();
            for (String act : List.of("rotate", "pause", "resume")) {
                Page answer = other.browser()
                        .send(
                                "POST",
                                world.url(PAGE + "/" + act),
                                Browser.encode(
                                        List.of(new Browser.Field("_csrf", csrf), new Browser.Field("sure", "true"))),
                                Map.of(
                                        "Content-Type",
                                        "application/x-www-form-urlencoded",
                                        "Origin",
                                        "http://" + world.url("/").getAuthority()));
                assertThat(answer.status()).as(act).isEqualTo(403);
            }
        }
        assertThat(audited("keys.pause", "refused")).isEqualTo(2);
        assertThat(admin.open(PAGE).text()).contains("Encrypting anew");
        assertThat(admin.open("/").has("a[href='" + PAGE + "']")).isTrue();
    }

    @Test
    void pausing_what_does_not_run_is_a_conflict() throws Exception {
        Page running = rotate(Map.of("sure", "true"));
        work();
        assertThat(admin.browser().submit(running, PAUSE, Map.of()).status()).isEqualTo(409);
    }
}
