package dev.concierge.server.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.jobs.JobRunner;
import dev.concierge.server.jobs.Lane;
import dev.concierge.server.support.Browser;
import dev.concierge.server.support.FakeProvider;
import dev.concierge.server.support.Page;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * An account is disabled while its code is being exchanged, or while its tokens wait for a choice (C-15). The session was asked only before the
 * exchange, so such a trip once stored its grant all the same.
 */
@Tag("flow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DisabledMidwayTest {
    private static final Map<String, String> HTML = Map.of("Accept", "text/html");
    private static final Pattern TOKEN_ENDPOINT = Pattern.compile("(?m)^  endpoint: (\\S+/token)$");

    private final FakeProvider between = FakeProvider.start(this::exchange);
    private final HttpClient http = HttpClient.newHttpClient();
    private World world;
    private volatile URI tokenEndpoint = URI.create("about:blank");
    private volatile Runnable meanwhile = () -> {};

    @BeforeAll
    void start() {
        world = World.start(
                1,
                Map.of(
                        "ALLOWED_PRIVATE_HOSTS",
                        between.authority() + ",{sandbox-host}",
                        "concierge.identity.sign-up-burst",
                        "1000"),
                this::through);
    }

    @AfterAll
    void stop() {
        world.close();
        http.close();
        between.close();
    }

    @AfterEach
    void nothingMeanwhile() {
        meanwhile = () -> {};
    }

    private String through(String description) {
        Matcher endpoint = TOKEN_ENDPOINT.matcher(description);
        assertThat(endpoint.find()).isTrue();
        tokenEndpoint = URI.create(endpoint.group(1));
        return endpoint.replaceFirst("  endpoint: " + between.url("/token"));
    }

    /** The sandbox has given its tokens when the account is disabled, and the server has not heard of them yet. */
    private void exchange(FakeProvider.Request request, OutputStream out) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = http.send(
                HttpRequest.newBuilder(tokenEndpoint)
                        .header("Content-Type", request.header("Content-Type"))
                        .POST(HttpRequest.BodyPublishers.ofString(request.body(), StandardCharsets.UTF_8))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        meanwhile.run();
        FakeProvider.write(out, answer.statusCode(), "application/json", answer.body());
    }

    /** By the row alone: the node goes on believing its cached session, as it does until the news reaches it. */
    private void status(Visitor visitor, String status) {
        int changed = world.database()
                .owner()
                .sql("update accounts set status = :status where email = :email")
                .param("status", status)
                .param("email", visitor.email())
                .update();
        assertThat(changed).isEqualTo(1);
    }

    private long rows(String table) {
        return world.database()
                .owner()
                .sql("select count(*) from " + table)
                .query(Long.class)
                .single();
    }

    private long refusals(String action) {
        return world.database()
                .owner()
                .sql("select count(*) from audit_events where outcome = 'refused' and action = :action"
                        + " and detail ->> 'reason' = 'account_disabled'")
                .param("action", action)
                .query(Long.class)
                .single();
    }

    private record Stored(long integrations, long grants, long pending, long consents) {}

    private Stored stored() {
        return new Stored(rows("integrations"), rows("grants"), rows("pending_grants"), rows("consents"));
    }

    /** What the provider has ended, when the job that ends things has come round again. */
    private long revoked() {
        world.advance(Duration.ofMinutes(1));
        JobRunner jobs = world.server().bean(JobRunner.class);
        for (Lane lane : Lane.values()) {
            jobs.runDue(lane);
        }
        assertThat(rows("pending_revocations")).as("nothing is left to end").isZero();
        return world.sandbox().ledger().count("google", "revoke", "revoked");
    }

    private Page comesBackDisabled(Visitor alice, Set<String> unticked) {
        URI callback = alice.consent(alice.beginConnect(), Visitor.LINH_WORK, unticked);
        meanwhile = () -> status(alice, "disabled");
        Page answer = alice.browser().get(callback, HTML);
        assertThat(answer.status()).as(answer.text()).isEqualTo(303);
        assertThat(Browser.location(answer).getRawQuery()).isEqualTo("provider=google&why=account_disabled");
        return alice.browser().get(Browser.location(answer), HTML);
    }

    @Test
    @DisplayName("C-15 Root disables Alice while her code is being exchanged")
    void nothing_is_stored_for_an_account_that_was_disabled_during_the_exchange_and_the_tokens_are_ended() {
        Visitor alice = world.visitor().signUp();
        Stored before = stored();
        long revoked = revoked();
        long written = refusals("integration.connect");

        Page told = comesBackDisabled(alice, Set.of());

        assertThat(told.status()).isEqualTo(403);
        assertThat(told.text()).contains("switched off", "Nothing was connected", "administrator");
        assertThat(stored()).isEqualTo(before);
        assertThat(refusals("integration.connect")).isEqualTo(written + 1);
        assertThat(revoked()).as("by the provider's ledger").isEqualTo(revoked + 1);

        status(alice, "active");
        nothingMeanwhile();
        alice.connected(Visitor.LINH_HOME);
        assertThat(rows("grants")).isEqualTo(before.grants() + 1);
    }

    @Test
    @DisplayName("C-15 Root disables Alice while a code is exchanged that brings less than was asked")
    void no_question_waits_for_an_account_that_was_disabled_during_the_exchange() {
        Visitor alice = world.visitor().signUp();
        Stored before = stored();
        long revoked = revoked();

        Page told = comesBackDisabled(alice, unticked());

        assertThat(told.status()).isEqualTo(403);
        assertThat(stored()).isEqualTo(before);
        assertThat(revoked()).isEqualTo(revoked + 1);
    }

    @Test
    @DisplayName("C-15 Root disables Alice while her tokens wait for a choice, and the node has not heard of it")
    void a_choice_of_a_disabled_account_stores_nothing_and_ends_the_tokens() {
        Visitor alice = world.visitor().signUp();
        URI callback = alice.consent(alice.beginConnect(), Visitor.LINH_WORK, unticked());
        Page question = alice.browser().open(callback);
        assertThat(question.has("button[value=add]")).as(question.text()).isTrue();
        Stored before = stored();
        long revoked = revoked();
        status(alice, "disabled");

        Page told = alice.browser().submit(question, "form:has(button[value=add])", Map.of("choice", "add"));

        assertThat(told.status()).as(told.text()).isEqualTo(403);
        assertThat(told.text()).contains("switched off", "Nothing was connected");
        assertThat(stored())
                .isEqualTo(new Stored(before.integrations(), before.grants(), before.pending() - 1, before.consents()));
        assertThat(refusals("integration.choose")).isEqualTo(1);
        assertThat(revoked()).isEqualTo(revoked + 1);
    }

    @Test
    @DisplayName("C-05 the owner of the address ends Mallory's session while Mallory's code is being exchanged")
    void nothing_is_stored_for_a_session_that_was_ended_during_the_exchange() {
        Visitor mallory = world.visitor().signUp();
        Stored before = stored();
        long revoked = revoked();
        URI callback = mallory.consent(mallory.beginConnect(), Visitor.LINH_WORK, Set.of());
        meanwhile = () -> endSessions(mallory);

        Page answer = mallory.browser().get(callback, HTML);

        assertThat(answer.status()).as(answer.text()).isEqualTo(303);
        assertThat(Browser.location(answer).getRawQuery()).contains("why=not_yours");
        assertThat(stored()).isEqualTo(before);
        assertThat(revoked()).as("by the provider's ledger").isEqualTo(revoked + 1);
    }

    private void endSessions(Visitor visitor) {
        int ended = world.database()
                .owner()
                .sql("update sessions set ended_at = now() where ended_at is null and account_id ="
                        + " (select account_id from accounts where email = :email)")
                .param("email", visitor.email())
                .update();
        assertThat(ended).isEqualTo(1);
    }

    private static Set<String> unticked() {
        return Set.of("https://www.googleapis.com/auth/calendar.calendarlist.readonly");
    }
}
