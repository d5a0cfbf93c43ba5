package dev.concierge.server.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.concierge.server.isolation.Endpoints.Taking;
import dev.concierge.server.support.Api;
import dev.concierge.server.support.Browser;
import dev.concierge.server.support.Page;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * E-01, E-10: every endpoint and page that the running application serves, asked by Eve for what is Alice's. One that is new and not listed
 * here fails with a sentence that says what to add.
 */
@Tag("isolation")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EndpointMatrixTest {
    private TwoAccounts two;
    private Map<String, Taking> foreign = Map.of();

    @BeforeAll
    void start() {
        two = new TwoAccounts();
        foreign = new Endpoints(two).foreign();
    }

    @AfterAll
    void stop() {
        two.close();
    }

    @TestFactory
    @Order(1)
    @DisplayName("E-01 every endpoint with Alice's id, by Eve's session and by Eve's key")
    Stream<DynamicTest> every_endpoint() {
        return endpoints().stream()
                .map(endpoint -> DynamicTest.dynamicTest(endpoint, () -> {
                    if (foreign.containsKey(endpoint)) {
                        as_if_it_were_not_there(endpoint, foreign.get(endpoint));
                    } else if (Endpoints.OWN.containsKey(endpoint)) {
                        nothing_of_alices(endpoint);
                    } else if (!Endpoints.NOBODYS.containsKey(endpoint) && !endpoint.equals(Endpoints.TICKET_PAGE)) {
                        fail(
                                "The matrix does not know " + endpoint
                                        + ". Add it to Endpoints: to foreign() with the id of Alice's that it takes,"
                                        + " to OWN when it takes none but answers for an account, or to NOBODYS with the reason why it concerns nobody.");
                    }
                }));
    }

    @TestFactory
    @Order(2)
    @DisplayName("E-01 the ids are Alice's: with her session and key the same requests do what they are for")
    Stream<DynamicTest> the_same_requests_work_for_alice() {
        return foreign.entrySet().stream()
                .filter(one -> one.getKey().startsWith("GET "))
                .map(one -> DynamicTest.dynamicTest(one.getKey(), () -> works(one.getKey(), one.getValue())));
    }

    /** Last, because these change what is Alice's. */
    @TestFactory
    @Order(3)
    @DisplayName("E-01 the requests that Eve was refused change something when Alice sends them")
    Stream<DynamicTest> the_refused_requests_change_something_for_alice() {
        return foreign.entrySet().stream()
                .filter(one -> !one.getKey().startsWith("GET "))
                .map(one -> DynamicTest.dynamicTest(one.getKey(), () -> works(one.getKey(), one.getValue())));
    }

    private void works(String endpoint, Taking taking) {
        for (String way : endpoint.contains(" /api/") ? List.of("key", "session") : List.of("session")) {
            if (refusal(endpoint + " by " + way) != CLOSED) {
                String id = taking.spare().get();
                Map<String, String> before = two.rows(two.alice().account);
                Page answer = way.equals("key")
                        ? byKey(two.alice(), endpoint, id, taking.body())
                        : page(two.alice(), method(endpoint), path(endpoint, id), taking.body());
                assertThat(answer.status())
                        .as("%s by %s: %s", endpoint, way, answer.text())
                        .isBetween(200, 303);
                assertThat(answer.headers().firstValue("Location").orElse("")).doesNotContain("/login");
                if (!endpoint.startsWith("GET ") && !Endpoints.CHANGE_NOTHING_HERE.containsKey(endpoint)) {
                    assertThat(two.rows(two.alice().account))
                            .as("%s by %s changes something of Alice's", endpoint, way)
                            .isNotEqualTo(before);
                }
            }
        }
    }

    @Test
    @Order(1)
    @DisplayName("E-01 Eve opens the page of a ticket for Alice")
    void eve_opens_the_page_of_a_ticket_for_alice() {
        Map<String, String> before = two.rows(two.alice().account);

        Page page = page(two.eve(), "GET", "/connect/" + two.alice().ticket, "");

        assertThat(withoutPath(page.body(), "/connect/" + two.alice().ticket))
                .doesNotContain(two.alice().visitor.email())
                .doesNotContain("Google");
        assertThat(two.rows(two.alice().account)).as("looking takes nothing").isEqualTo(before);
        assertThat(page(two.alice(), "GET", "/connect/" + two.alice().ticket, "")
                        .text())
                .contains("Google");
    }

    @Test
    @Order(1)
    @DisplayName("E-10 the metrics carry no id, no e-mail and no name of anybody")
    void the_metrics_carry_no_id_and_no_name() {
        String port = two.world().server().context().getEnvironment().getProperty("local.management.port");
        Page metrics = new Browser().get(URI.create("http://127.0.0.1:" + port + "/actuator/prometheus"), Map.of());

        assertThat(metrics.status()).isEqualTo(200);
        assertThat(metrics.body()).contains("concierge_vends");
        for (String mark : two.marks()) {
            assertThat(metrics.body()).doesNotContain(mark);
        }
        assertThat(metrics.body()).doesNotContainPattern("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-");
    }

    /** Closed to callers of that kind, its owner too. */
    private static final int CLOSED = 403;

    private static int refusal(String what) {
        Endpoints.Refusal other = Endpoints.NOT_404.get(what);
        return other == null ? 404 : other.status();
    }

    private void as_if_it_were_not_there(String endpoint, Taking taking) {
        Map<String, String> before = two.rows(two.alice().account);
        same(
                endpoint + " by session",
                taking,
                id -> page(two.eve(), method(endpoint), path(endpoint, id), taking.body()));
        if (endpoint.contains(" /api/")) {
            same(endpoint + " by key", taking, id -> byKey(two.eve(), endpoint, id, taking.body()));
        }
        assertThat(two.rows(two.alice().account))
                .as("nothing of Alice's has changed")
                .isEqualTo(before);
    }

    /** Alice's id and nobody's: the same status, the same type, the same words. */
    private void same(String what, Taking taking, Function<String, Page> ask) {
        String alices = taking.alices().get();
        String nobodys = taking.nobodys().get();
        Page hers = ask.apply(alices);
        Page none = ask.apply(nobodys);
        assertThat(hers.status())
                .as("%s: %s", what, hers.text())
                .isEqualTo(none.status())
                .isEqualTo(refusal(what));
        assertThat(plain(hers, alices)).as(what).isEqualTo(plain(none, nobodys));
        assertThat(hers.headers().firstValue("Content-Type"))
                .isEqualTo(none.headers().firstValue("Content-Type"));
        two.marks().stream()
                .filter(mark -> !mark.equals(alices))
                .forEach(mark -> assertThat(hers.body()).as(what).doesNotContain(mark));
    }

    private void nothing_of_alices(String endpoint) {
        String alice = two.alice().account.toString();
        String email = two.alice().visitor.email();
        Map<String, String> before = two.rows(two.alice().account);
        String query = "?accountId=" + alice + "&owner=" + alice + "&integration=" + two.alice().integration + "&email="
                + email + "&q=" + email;
        String body = Endpoints.OWN.getOrDefault(endpoint, "").formatted(alice);
        List<Page> answers = new ArrayList<>();
        answers.add(page(two.eve(), method(endpoint), path(endpoint, "google"), body));
        if (endpoint.contains(" /api/") && !Endpoints.FOR_PERSONS.contains(endpoint)) {
            answers.add(byKey(two.eve(), endpoint, "google", body));
        }
        assertThat(answers)
                .as(endpoint)
                .allSatisfy(
                        answer -> assertThat(answer.status()).as(answer.text()).isBetween(200, 303));
        if (method(endpoint).equals("GET")) {
            answers.add(page(two.eve(), "GET", path(endpoint, "google") + query, body));
            answers.add(byKey(two.eve(), endpoint + query, "google", body));
        }
        for (Page answer : answers) {
            assertThat(answer.status()).as("%s: %s", endpoint, answer.text()).isLessThan(500);
            String told = withoutPath(answer.body(), query);
            String text = Endpoints.SEARCHES.contains(endpoint) ? withoutWords(told, email) : told;
            two.marks().forEach(mark -> assertThat(text).as(endpoint).doesNotContain(mark));
        }
        assertThat(two.rows(two.alice().account))
                .as("nothing of Alice's has changed")
                .isEqualTo(before);
    }

    /** A search shows the words that it was asked for, in its field and its links. */
    private static String withoutWords(String body, String words) {
        return body.replace("value=\"" + words + "\"", "")
                .replace("q=" + URLEncoder.encode(words, StandardCharsets.UTF_8), "");
    }

    private static Page byKey(TwoAccounts.Person person, String endpoint, String id, String body) {
        Api.Answer answer = person.api.send(method(endpoint), path(endpoint, id), body);
        return new Page(
                answer.raw().uri(),
                answer.status(),
                answer.raw().headers(),
                answer.raw().body());
    }

    private Set<String> endpoints() {
        Set<String> all = new TreeSet<>();
        two.world()
                .server()
                .context()
                .getBeansOfType(RequestMappingHandlerMapping.class)
                .values()
                .forEach(mapping -> mapping.getHandlerMethods().keySet().forEach(info -> all.addAll(names(info))));
        assertThat(all).hasSizeGreaterThan(30);
        return all;
    }

    private static List<String> names(RequestMappingInfo info) {
        List<String> names = new ArrayList<>();
        for (String pattern : info.getPatternValues()) {
            Set<RequestMethod> methods = info.getMethodsCondition().getMethods();
            if (methods.isEmpty()) {
                names.add("* " + pattern);
            }
            methods.forEach(method -> names.add(method + " " + pattern));
        }
        return names;
    }

    private static String method(String endpoint) {
        return endpoint.substring(0, endpoint.indexOf(' '));
    }

    /** The address of a pattern with its one variable filled in. */
    private static String path(String endpoint, String value) {
        return endpoint.substring(endpoint.indexOf(' ') + 1).replaceFirst("\\{.*}", value);
    }

    private Page page(TwoAccounts.Person person, String method, String path, String body) {
        Browser browser = person.visitor.browser();
        Map<String, String> headers = new HashMap<>();
        headers.put("X-Account-Id", two.alice().account.toString());
        headers.put("X-User-Id", two.alice().account.toString());
        headers.put("X-Tenant", two.alice().account.toString());
        boolean api = path.startsWith("/api/");
        headers.put(
                "Accept",
                api || Endpoints.FOR_SCRIPTS.contains(method + " " + path) ? "application/json" : "text/html");
        String sent = body;
        if (!method.equals("GET")) {
            String csrf = person.visitor
                    .open("/integrations")
                    .find("input[name=_csrf]")
                    .val();
            headers.put("X-CSRF-TOKEN", csrf);
            headers.put("Origin", "http://" + two.world().url("/").getAuthority());
            headers.put("Content-Type", api ? "application/json" : "application/x-www-form-urlencoded");
        }
        return browser.send(method, two.world().url(path), sent, headers);
    }

    private static String plain(Page answer, String id) {
        return withoutPath(answer.body(), id)
                .replaceAll("urn:request:[A-Za-z0-9-]+", "request")
                .replaceAll("value=\"[A-Za-z0-9_=-]{40,}\"", "value")
                .replaceAll("X-CSRF-TOKEN&#34;:&#34;[A-Za-z0-9_=-]+", "form check, masked anew each time")
                .replaceAll("\\b[0-9a-f]{16,}\\b|[0-9a-f]{8}-[0-9a-f-]{27}", "id");
    }

    private static String withoutPath(String body, String part) {
        return body.replace(part, "").replace(part.replace("&", "&amp;"), "");
    }
}
