package dev.concierge.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.web.FreshProof;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * J-14: every act on one's own account, by form or by API, eleven minutes after the person's last proof. What gives access, or takes a guard away, asks for another; what
 * does not ask says here why. An act that is new and not judged fails. Acts of administration: {@link FreshProofMatrixTest}.
 */
@Tag("security")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OwnFreshProofTest {
    private static final String INTEGRATION = "/integrations/{id:[0-9a-f-]{36}}";
    private static final String INTEGRATIONS = "/api/v1/oauth/integrations";
    private static final String STREAM_PAGE = INTEGRATION + "/streams/{stream}";
    private static final String STREAM = INTEGRATIONS + "/{id}/streams/{stream}";

    private static final Set<String> ASKED = Set.of(
            "POST /security/keys",
            "POST /security/sessions/end-others",
            "POST /security/factors",
            "POST /security/factors/{id}/remove",
            "POST /security/factors/codes",
            "POST /security/passkeys",
            "POST /security/passkeys/{id}/remove",
            "POST /security/ways/{provider}/add",
            "POST /security/ways/{id}/remove",
            "POST /security/email",
            "POST /profile/delete",
            "POST /profile/export",
            "POST /profile/export/{id}/download",
            "DELETE /api/v1/me",
            "DELETE /api/v1/me/factors/{id}",
            "POST /api/v1/me/access-token",
            "POST /api/v1/me/api-keys",
            "POST /api/v1/me/exports");

    private static final String TAKES = "only takes away";
    private static final String GOES_ON = "goes on with what a fresh proof began in this session";
    private static final String CONSENT = "the provider asks its person, and nobody gets a token by it";
    private static final String WORK = "does earlier or later what is done anyway";

    /** Why nothing is asked. */
    private static final Map<String, String> NOT_ASKED = new TreeMap<>(Map.ofEntries(
            Map.entry("POST /logout", TAKES),
            Map.entry("POST /security/keys/{id}/revoke", TAKES),
            Map.entry("POST /security/sessions/{id}/end", TAKES),
            Map.entry("DELETE /api/v1/me/api-keys/{id}", TAKES),
            Map.entry("DELETE /api/v1/me/sessions/{id}", TAKES),
            Map.entry("DELETE /api/v1/me/access-token", TAKES),
            Map.entry("POST /security/factors/confirm", GOES_ON),
            Map.entry("POST /security/passkeys/add", GOES_ON),
            Map.entry("POST /security/passkeys/options", "a challenge alone"),
            Map.entry("POST /security/passkeys/prove", "is the proof"),
            Map.entry("POST /security/passkeys/{id}/rename", "a name"),
            Map.entry("POST /security/notices/{id}/close", "hides what was read"),
            Map.entry("POST /security/email/confirm", "sends a link to the address that is there"),
            Map.entry("POST /profile", "a name and how times are written"),
            Map.entry("POST /leaving/keep", "keeps what is there, right after the sign-in"),
            Map.entry("POST /api/v1/me/return", "keeps what is there, with the password itself"),
            Map.entry("POST /integrations/{provider}/connect", CONSENT),
            Map.entry("POST /integrations/choices/{id}", CONSENT),
            Map.entry("POST /connect/{ticket:[A-Za-z0-9_-]{43}}", CONSENT),
            Map.entry("POST " + INTEGRATION + "/reconnect", CONSENT),
            Map.entry("POST " + INTEGRATION + "/scopes", CONSENT),
            Map.entry("POST /api/v1/oauth/{provider}/authorize", CONSENT),
            Map.entry("POST " + INTEGRATIONS + "/{id}/reconnect", CONSENT),
            Map.entry("POST " + INTEGRATIONS + "/{id}/scopes", CONSENT),
            Map.entry("POST " + INTEGRATION + "/disconnect", TAKES),
            Map.entry("POST /receipts/{id}/shared", TAKES),
            Map.entry("DELETE " + INTEGRATIONS + "/{id}", TAKES),
            Map.entry("POST " + INTEGRATION + "/label", "a name"),
            Map.entry("PATCH " + INTEGRATIONS + "/{id}", "a name and notes"),
            Map.entry("POST " + INTEGRATION + "/sync", WORK),
            Map.entry("POST " + INTEGRATIONS + "/{id}/refresh", WORK),
            Map.entry("POST " + INTEGRATIONS + "/{id}/sync", WORK),
            Map.entry("POST " + INTEGRATIONS + "/sync", WORK),
            Map.entry("PUT " + STREAM + "/schedule", WORK),
            Map.entry(
                    "PUT " + STREAM + "/reading",
                    "lets in nobody who was not let in before; the provider was asked for it"),
            Map.entry(
                    "POST " + STREAM_PAGE + "/reading",
                    "lets in nobody who was not let in before; the provider was asked for it"),
            Map.entry("POST " + STREAM_PAGE + "/pause", WORK),
            Map.entry("POST " + STREAM_PAGE + "/resume", WORK),
            Map.entry("POST " + STREAM_PAGE + "/schedule", WORK),
            Map.entry("POST " + STREAM + "/pause", WORK),
            Map.entry("POST " + STREAM + "/resume", WORK),
            Map.entry("POST /dashboard/analytics/sync", WORK),
            Map.entry("POST /dashboard/analytics/sync/{id:[0-9a-f-]{36}}", WORK)));

    /** Ways in, ways back in, and doors of providers: whoever comes has no session, or leaves it behind. */
    private static final Set<String> BEFORE_A_SESSION = Set.of(
            "/login",
            "/signup",
            "/forgot",
            "/link/",
            "/auth/",
            "/api/v1/auth/",
            "/api/v1/oauth/{provider}/callback",
            "/api/oauth/{provider}/callback",
            "/api/v1/webhooks/in/");

    private People people;
    private String linh = "";

    @BeforeAll
    void start() {
        people = People.start(
                Map.of("LANES", "none", "GITHUB_CLIENT_ID", "a-client", "GITHUB_CLIENT_SECRET", "of-nobody-at-all"));
        linh = people.person();
    }

    @AfterAll
    void stop() {
        people.close();
    }

    private Set<String> served() {
        Set<String> served = new TreeSet<>();
        people.server()
                .context()
                .getBeansOfType(RequestMappingHandlerMapping.class)
                .values()
                .forEach(mapping -> mapping.getHandlerMethods()
                        .keySet()
                        .forEach(info -> info.getPatternValues().stream()
                                .filter(pattern -> BEFORE_A_SESSION.stream().noneMatch(pattern::startsWith))
                                .forEach(pattern -> info.getMethodsCondition()
                                        .getMethods()
                                        .forEach(method -> served.add(method + " " + pattern)))));
        served.removeIf(endpoint -> endpoint.startsWith("GET "));
        served.removeAll(RolesMatrixTest.endpoints());
        return served;
    }

    @Test
    @DisplayName("J-14 a new act on one's own account must say whether it asks for a fresh proof")
    void every_act_of_ones_own_is_judged() {
        Set<String> judged = new TreeSet<>(ASKED);
        judged.addAll(NOT_ASKED.keySet());

        assertThat(served()).isEqualTo(judged);
        assertThat(ASKED).doesNotContainAnyElementsOf(NOT_ASKED.keySet());
    }

    @TestFactory
    @DisplayName("J-14 an old session gives nobody access to the account until its person proves who they are")
    Stream<DynamicTest> what_gives_access_asks() {
        return ASKED.stream()
                .sorted()
                .map(endpoint -> DynamicTest.dynamicTest(endpoint, () -> {
                    HttpResponse<String> answer = byAnOldSession(endpoint);
                    assertThat(answer.statusCode())
                            .as(answer.body())
                            .isEqualTo(endpoint.contains(" /api/") ? 403 : 422);
                    assertThat(asks(answer)).as(answer.body()).isTrue();
                }));
    }

    private static boolean asks(HttpResponse<String> answer) {
        return answer.body().contains(FreshProof.Asked.PASSWORD.sentence(FreshProof.Outcome.NEEDED))
                || answer.body().contains("Show once more that it is you.");
    }

    private HttpResponse<String> byAnOldSession(String endpoint) {
        people.clock().advance(Duration.ofMinutes(1));
        FormBrowser browser = people.signedIn(linh);
        people.clock().advance(Duration.ofMinutes(11));
        String method = endpoint.substring(0, endpoint.indexOf(' '));
        String path = endpoint.substring(endpoint.indexOf(' ') + 1)
                .replace("{provider}", "github")
                .replace("{id}", UUID.randomUUID().toString());
        if (!endpoint.contains(" /api/")) {
            return browser.post(
                    path,
                    "name",
                    "mine",
                    "scope",
                    "tokens:vend",
                    "days",
                    "30",
                    "email",
                    "linh.later@corp.example",
                    "sure",
                    "true");
        }
        return browser.json(method, path, body(endpoint));
    }

    private static String body(String endpoint) {
        return switch (endpoint) {
            case "POST /api/v1/me/api-keys" -> "{\"name\":\"mine\",\"scopes\":[\"tokens:vend\"],\"days\":30}";
            case "POST /api/v1/me/access-token", "POST /api/v1/me/exports" -> "{}";
            default -> "";
        };
    }
}
