package dev.concierge.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.web.Role;
import java.net.http.HttpResponse;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** M-02: what one account can make has an end, also for two who take the last place at once. */
@Tag("security")
class CapsTest {
    private static People people;

    private String email = "";
    private UUID id = new UUID(0, 0);

    @BeforeAll
    static void start() {
        people = People.start(Map.of("LANES", "none"));
    }

    @AfterAll
    static void stop() {
        people.close();
    }

    @BeforeEach
    void person() {
        people.clock().advance(Duration.ofHours(3));
        email = people.person();
        id = people.idOf(email);
    }

    private static Timestamp now() {
        return Timestamp.from(people.clock().instant());
    }

    private void fill(String sql, int number) {
        people.database()
                .owner()
                .sql(sql)
                .param("id", id)
                .param("now", now())
                .param("number", number)
                .update();
    }

    /** Sessions seen an hour ago, the first of them for longest. */
    private void sessions(boolean half) {
        fill("""
                insert into sessions (session_id, account_id, token_hash, browser_hash, created_at, password_at, seen_at, expires_at, address, agent,
                                      failed_before, half, proofs)
                select gen_random_uuid(), :id, sha256(convert_to(:id::text || '%1$s' || n, 'UTF8')), '\\x01', :now, :now,
                       cast(:now as timestamptz) - interval '1 hour' + n * interval '1 second', cast(:now as timestamptz) + interval '1 day', '192.0.2.7', 'agent ' || n, 0, %1$s, '{}'
                from generate_series(1, :number) n
                """.formatted(half), Sessions.MOST);
    }

    private long living(String table) {
        return people.database()
                .owner()
                .sql("select count(*) from " + table + " where account_id = :id and ended_at is null")
                .param("id", id)
                .query(Long.class)
                .single();
    }

    private long living(String agent, boolean half) {
        return people.database()
                .owner()
                .sql(
                        "select count(*) from sessions where account_id = :id and ended_at is null and agent = :agent and half = :half")
                .param("id", id)
                .param("agent", agent)
                .param("half", half)
                .query(Long.class)
                .single();
    }

    private static List<Integer> atOnce(List<Callable<HttpResponse<String>>> requests) throws Exception {
        List<Integer> answers = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(requests.size())) {
            for (Future<HttpResponse<String>> answer : pool.invokeAll(requests)) {
                answers.add(answer.get().statusCode());
            }
        }
        return answers;
    }

    @Test
    @DisplayName("M-02 with one browser too many, the one that was not seen for longest is signed out")
    void the_oldest_session_makes_room() {
        sessions(false);

        FormBrowser browser = people.signedIn(email);

        assertThat(living("sessions")).isEqualTo(Sessions.MOST);
        assertThat(living("agent 1", false)).isZero();
        assertThat(living("agent 2", false)).isOne();
        assertThat(browser.get("/security").statusCode()).isEqualTo(200);
    }

    @Test
    @DisplayName("M-02 sessions that wait for a second factor push out their like, and nobody who is in")
    void half_sessions_sign_nobody_out() {
        FormBrowser owner = people.signedIn(email);
        Apps.enrol(owner, people.clock());
        sessions(true);

        assertThat(people.browser().signIn(email, People.PASSWORD).statusCode()).isEqualTo(303);

        assertThat(living("agent 1", true)).isZero();
        assertThat(living("agent 2", true)).isOne();
        assertThat(owner.get("/security").statusCode()).isEqualTo(200);
    }

    @Test
    @DisplayName("M-02 with one program too many, the one that was not used for longest is signed out")
    void the_oldest_program_makes_room() {
        TokenClient client = TokenClient.at(people);
        String oldest = client.login(email).accessToken();
        people.clock().advance(Duration.ofMinutes(1));
        fill("""
                        insert into token_families (family_id, account_id, proved, method, proved_at, token_hash, used_at, created_at, expires_at, address, agent)
                        select gen_random_uuid(), :id, '{password}', 'password', :now, '\\x01', :now, :now, cast(:now as timestamptz) + interval '1 day', '192.0.2.7', 'agent'
                        from generate_series(1, :number) n
                        """, TokenFamilies.MOST - 1);
        assertThat(client.me(oldest).status()).isEqualTo(200);

        String newest = client.login(email).accessToken();

        assertThat(living("token_families")).isEqualTo(TokenFamilies.MOST);
        assertThat(client.me(newest).status()).isEqualTo(200);
        Within.aSecond(() -> client.me(oldest).status() == 401);
    }

    @Test
    @DisplayName("M-02 two at once do not pass the number of service accounts")
    void the_last_service_account() throws Exception {
        List<FormBrowser> admins = twoAdmins();
        id = people.idOf(email);
        people.database()
                .owner()
                .sql("""
                        insert into accounts (account_id, display_name, role, kind, created_at)
                        select gen_random_uuid(), 'rack ' || n, 'user', 'service', :now from generate_series(1, :number) n
                        """)
                .param("now", now())
                .param("number", ServiceAccounts.MOST - 1)
                .update();

        List<Integer> answers = atOnce(admins.stream()
                .<Callable<HttpResponse<String>>>map(
                        admin -> () -> admin.json("POST", "/api/v1/service-accounts", "{\"name\":\"last\"}"))
                .toList());

        assertThat(answers).containsExactlyInAnyOrder(201, 400);
        HttpResponse<String> refused =
                admins.getFirst().json("POST", "/api/v1/service-accounts", "{\"name\":\"one more\"}");
        assertThat(refused.body()).contains("There are 500 service accounts. Delete one first.");
        people.database()
                .owner()
                .sql("delete from accounts where kind = 'service'")
                .update();
    }

    @Test
    @DisplayName("M-02 two at once do not pass the number of an inviter's invitations")
    void the_last_invitation() throws Exception {
        List<FormBrowser> admins = twoAdmins();
        fill("""
                        insert into invitations (id, account_id, email, role, token_hash, created_at, expires_at)
                        select gen_random_uuid(), :id, n || '@many.example', 'guest', sha256(convert_to(:id::text || n, 'UTF8')), :now, cast(:now as timestamptz) + interval '1 day'
                        from generate_series(1, :number) n
                        """, Invitations.MOST - 1);
        for (FormBrowser admin : admins) {
            admin.get("/admin/people");
        }

        List<Integer> answers = atOnce(List.of(
                () -> admins.get(0).post("/admin/people/invitations", "email", "a.last@corp.example", "role", "guest"),
                () -> admins.get(1)
                        .post("/admin/people/invitations", "email", "b.last@corp.example", "role", "guest")));

        assertThat(answers).containsExactlyInAnyOrder(303, 422);
        admins.getFirst().get("/admin/people");
        HttpResponse<String> refused =
                admins.getFirst().post("/admin/people/invitations", "email", "c.last@corp.example", "role", "guest");
        assertThat(refused.body()).contains("You have 200 invitations under way. Take one back");
    }

    /** One administrator in two browsers; whose account it is about from now on. */
    private List<FormBrowser> twoAdmins() {
        email = people.person(Role.ADMIN);
        id = people.idOf(email);
        FormBrowser one = people.signedIn(email);
        people.clock().advance(Duration.ofMinutes(1));
        return List.of(one, people.signedIn(email));
    }

    @Test
    @DisplayName("M-02 keys that are made and revoked again and again are slowed")
    void keys_that_are_made_and_revoked() {
        FormBrowser browser = people.signedIn(email);
        int made = 0;
        HttpResponse<String> answer = key(browser, made);
        while (answer.statusCode() == 201 && made < 200) {
            String key = answer.body().replaceFirst(".*?\"id\":\"([^\"]+)\".*", "$1");
            assertThat(browser.json("DELETE", "/api/v1/me/api-keys/" + key, "").statusCode())
                    .isEqualTo(204);
            made++;
            answer = key(browser, made);
        }
        assertThat(made).isEqualTo(100);
        assertThat(answer.statusCode()).isEqualTo(429);
    }

    private static HttpResponse<String> key(FormBrowser browser, int number) {
        return browser.json(
                "POST",
                "/api/v1/me/api-keys",
                "{\"name\":\"key " + number + "\",\"scopes\":[\"tokens:vend\"],\"days\":30}");
    }
}
