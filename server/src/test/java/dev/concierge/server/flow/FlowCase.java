package dev.concierge.server.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.support.Browser;
import dev.concierge.server.support.Page;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** One world for a class of attacks on the front channel, and the six questions that every refusal must answer. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class FlowCase {
    static final String CALLBACK = "/api/v1/oauth/google/callback";

    private static final Map<String, String> HTML = Map.of("Accept", "text/html");

    private World world;

    @BeforeAll
    void start() {
        world = World.start(
                1, Map.of("concierge.identity.sign-up-burst", "1000", "concierge.identity.sign-in-burst", "1000"));
    }

    @AfterAll
    void stop() {
        world.close();
    }

    World world() {
        return world;
    }

    Visitor person() {
        return world.visitor().signUp();
    }

    /** What an attack must leave as it was: everything stored, and every call to the provider. */
    record Traces(
            long integrations, long grants, long pending, long sessions, long trips, int exchanges, int revocations) {}

    Traces traces() {
        return new Traces(
                rows("integrations"),
                rows("grants"),
                rows("pending_grants"),
                rows("sessions"),
                rows("authorization_requests"),
                exchanges(),
                world.sandbox().ledger().entries("google", "revoke").size());
    }

    long rows(String table) {
        return world.database()
                .owner()
                .sql("select count(*) from " + table)
                .query(Long.class)
                .single();
    }

    int exchanges() {
        return world.sandbox().ledger().entries("google", "token").size();
    }

    /** Lines in the trail that name this reason for a refusal at the callback. */
    long refusals(String reason) {
        return world.database()
                .owner()
                .sql("select count(*) from audit_events where outcome = 'refused' and detail ->> 'reason' = :reason")
                .param("reason", reason)
                .query(Long.class)
                .single();
    }

    /** Loads a callback that must be refused: no side effect, not even on the trip it names, a line in the trail, no secret repeated. */
    Page refused(Browser browser, URI callback, String reason) {
        Traces before = traces();
        long written = refusals(reason);

        Page answer = land(browser, callback, HTML);

        assertThat(answer.status()).as("refused: %s", answer.text()).isEqualTo(400);
        assertThat(answer.text()).contains("Nothing was changed");
        assertThat(traces())
                .as("nothing stored, nothing called, the trip still open")
                .isEqualTo(before);
        assertThat(refusals(reason)).as("the trail names the reason %s", reason).isEqualTo(written + 1);
        parameters(callback).stream()
                .filter(field -> Set.of("code", "state").contains(field.name())
                        && field.value().length() > 8)
                .forEach(field -> assertThat(answer.body()).doesNotContain(field.value()));
        return answer;
    }

    /** Loads a callback; a refusal of its answer is told at an address of ours that carries nothing of it. */
    static Page land(Browser browser, URI callback, Map<String, String> headers) {
        Page answer = browser.get(callback, headers);
        if (!isRefusal(answer)) {
            return answer;
        }
        URI told = Browser.location(answer);
        assertThat(told.getRawQuery())
                .matches("provider=[a-z]+&why=[a-z_]+(&said=[a-z_]+)?(&scope=[A-Za-z0-9:/._-]+)*");
        return browser.get(told, HTML);
    }

    static boolean isRefusal(Page answer) {
        return answer.status() == 303 && Browser.location(answer).getPath().equals("/connect/refused");
    }

    /** The happy path beside each refusal: this callback connects. */
    Page connects(Visitor visitor, URI callback) {
        int before = exchanges();
        Page page = visitor.browser().open(callback);
        assertThat(page.path()).as(page.text()).startsWith("/integrations/");
        assertThat(page.uri().toString()).doesNotContain("code=").doesNotContain("state=");
        assertThat(exchanges()).isEqualTo(before + 1);
        return page;
    }

    /** Begins to connect, consents, and stops at the callback's address. */
    URI caught(Visitor visitor) {
        return visitor.consent(visitor.beginConnect(), Visitor.LINH_WORK, Set.of());
    }

    static List<Browser.Field> parameters(URI uri) {
        List<Browser.Field> fields = new ArrayList<>();
        for (String pair : uri.getRawQuery().split("&", -1)) {
            String[] parts = pair.split("=", 2);
            fields.add(new Browser.Field(decode(parts[0]), parts.length == 2 ? decode(parts[1]) : ""));
        }
        return fields;
    }

    static String parameter(URI uri, String name) {
        List<String> found = parameters(uri).stream()
                .filter(field -> field.name().equals(name))
                .map(Browser.Field::value)
                .toList();
        assertThat(found).as("exactly one %s", name).hasSize(1);
        return found.getFirst();
    }

    static URI with(URI uri, String name, String... values) {
        List<Browser.Field> fields = new ArrayList<>(without(parameters(uri), name));
        for (String value : values) {
            fields.add(new Browser.Field(name, value));
        }
        return query(uri, fields);
    }

    static URI query(URI uri, List<Browser.Field> fields) {
        return URI.create(
                uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath() + "?" + Browser.encode(fields));
    }

    static List<Browser.Field> without(List<Browser.Field> fields, String name) {
        return fields.stream().filter(field -> !field.name().equals(name)).toList();
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
