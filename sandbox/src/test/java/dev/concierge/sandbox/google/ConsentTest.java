package dev.concierge.sandbox.google;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.Http;
import dev.concierge.sandbox.Knobs;
import dev.concierge.sandbox.Visitor;
import dev.concierge.sandbox.Visitor.Stop;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("flow")
class ConsentTest {
    private static final String EVENTS = GoogleWorld.READ_EVENTS;
    private static final String LIST = GoogleWorld.LIST;

    private final GoogleWorld world = new GoogleWorld();

    @AfterEach
    void end() {
        world.close();
    }

    @ParameterizedTest
    @CsvSource({
        "openid email profile, 0",
        "EVENTS, 0",
        "openid EVENTS, 1",
        "EVENTS LIST, 2",
        "openid email profile EVENTS LIST, 2"
    })
    void only_what_the_rule_lets_a_person_leave_out_has_a_checkbox(String scopes, int boxes) {
        var html = consent("scope", scopes.replace("EVENTS", EVENTS).replace("LIST", LIST))
                .html();

        assertThat(Pattern.compile("type=\"checkbox\"").matcher(html).results().count())
                .isEqualTo(boxes);
        assertThat(Pattern.compile(" checked>").matcher(html).results().count()).isEqualTo(boxes);
        assertThat(html).contains("id=\"allow\"", "id=\"deny\"");
    }

    @Test
    void what_is_unticked_is_not_granted() {
        var left = world.visitor().allow(world.url(), GoogleWorld.LINH, List.of(LIST));
        var tokens = world.token(world.exchange(left.parameter("code")));

        assertThat(left.parameter("scope")).contains(EVENTS).doesNotContain(LIST);
        assertThat(tokens.text("scope")).contains(EVENTS).doesNotContain(LIST);
        assertThat(world.api("/calendar/v3/users/me/calendarList", tokens.text("access_token"))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void signing_in_goes_on_when_everything_else_is_unticked() {
        var left = world.visitor().allow(world.url(), GoogleWorld.LINH, List.of(LIST, EVENTS));

        assertThat(left.parameter("scope")).startsWith("openid").doesNotContain("calendar");
    }

    @Test
    void nothing_left_is_a_refusal() {
        var left =
                world.visitor().allow(world.url("scope", EVENTS + " " + LIST), GoogleWorld.LINH, List.of(LIST, EVENTS));

        assertThat(left.parameter("error")).isEqualTo("access_denied");
    }

    @Test
    void cancel_goes_back_with_access_denied_state_and_issuer() {
        var left = world.visitor().deny(world.url(), GoogleWorld.LINH);

        assertThat(left.parameter("error")).isEqualTo("access_denied");
        assertThat(left.parameter("state")).isEqualTo("state-of-the-test");
        assertThat(left.parameter("iss")).isEqualTo(world.google);
        assertThat(world.count("consent", "access_denied")).isEqualTo(1);
    }

    @Test
    void the_knob_unticks_by_itself() {
        world.sandbox.knobs().set(Knobs.PARTIAL_CONSENT, List.of(LIST));

        assertThat(world.tokens().text("scope")).contains(EVENTS).doesNotContain(LIST);
    }

    @Test
    void a_scope_that_was_not_asked_for_cannot_be_smuggled_in() {
        var page = consent("scope", "openid " + EVENTS);

        var left = (Stop.Left)
                world.visitor().submit(page, "decision=allow&scope=" + EVENTS + "&scope=" + GoogleWorld.WRITE_EVENTS);

        assertThat(left.parameter("scope")).isEqualTo("openid " + EVENTS);
    }

    @Test
    void a_form_without_a_decision_decides_nothing() {
        var page = consent();

        assertThat(((Stop.Page) world.visitor().submit(page, "decision=maybe")).status())
                .isEqualTo(400);
        assertThat(world.visitor().press(page, "allow", List.of())).isInstanceOf(Stop.Left.class);
    }

    @Test
    void an_earlier_grant_is_carried_along_only_when_asked_for() {
        world.code("scope", "openid " + EVENTS);
        var plain = world.visitor().allow(world.url("scope", LIST, "prompt", "consent"), GoogleWorld.LINH);
        var included =
                world.visitor().allow(world.url("scope", LIST, "include_granted_scopes", "true"), GoogleWorld.LINH);

        assertThat(plain.parameter("scope")).isEqualTo(LIST);
        assertThat(included.parameter("scope").split(" ")).containsExactlyInAnyOrder("openid", EVENTS, LIST);
    }

    @Test
    void a_decision_counts_once() {
        var page = consent();
        world.visitor().press(page, "allow", List.of());

        var second = (Stop.Page) world.visitor().press(page, "allow", List.of());

        assertThat(second.status()).isEqualTo(400);
        assertThat(world.count("consent", "issued")).isEqualTo(1);
    }

    @Test
    void another_browser_cannot_decide() {
        var page = consent();
        try (var other = new Visitor()) {
            other.open(world.url());
            var stolen = (Stop.Page) other.press(page, "allow", List.of());
            assertThat(stolen.status()).isEqualTo(400);
        }
        assertThat(world.visitor().press(page, "allow", List.of())).isInstanceOf(Stop.Left.class);
    }

    @Test
    void half_an_hour_later_it_is_over() {
        var page = consent();
        world.pass(Duration.ofMinutes(30));

        assertThat(((Stop.Page) world.visitor().press(page, "allow", List.of())).status())
                .isEqualTo(400);
    }

    @Test
    void a_form_of_another_site_is_not_taken() {
        var url = world.google + "/signin/consent";
        var reply = Http.form(url, Map.of("interaction", "x", "decision", "allow"), "Sec-Fetch-Site", "cross-site");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body()).contains("interaction_over");
    }

    @Test
    void pages_forbid_framing_scripts_and_caching() {
        var reply = Http.get(world.google + "/o/oauth2/v2/auth");

        assertThat(reply.header("Content-Security-Policy")).contains("default-src 'none'", "frame-ancestors 'none'");
        assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
        assertThat(reply.body()).doesNotContain("<script", "style=");
    }

    private Stop.Page consent(String... changes) {
        var chooser = world.visitor().open(world.url(changes));
        return (Stop.Page) world.visitor().choose(chooser, GoogleWorld.LINH);
    }
}
