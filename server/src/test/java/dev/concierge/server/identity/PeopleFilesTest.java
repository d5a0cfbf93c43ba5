package dev.concierge.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.web.Role;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** People in and out as a file. */
@Tag("flow")
class PeopleFilesTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String CSV = "text/csv; charset=utf-8";

    private People people;
    private String root;
    private FormBrowser admin;

    @BeforeEach
    void start() {
        people = People.start(Map.of("LANES", "none"));
        root = people.person(Role.ADMIN);
        admin = people.signedIn(root);
    }

    @AfterEach
    void stop() {
        people.close();
    }

    /** The lines of the answer. */
    private List<JsonNode> send(String contentType, boolean dryRun, String file) {
        HttpResponse<String> answer =
                admin.json("POST", "/api/v1/users/import?dryRun=" + dryRun, file, "Content-Type", contentType);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body().lines().map(line -> JSON.readTree(line)).toList();
    }

    private static List<String> outcomes(List<JsonNode> lines) {
        return lines.subList(0, lines.size() - 1).stream()
                .map(line ->
                        line.path("line").asLong() + " " + line.path("outcome").asString())
                .toList();
    }

    private String row(String email) {
        return people.database()
                .owner()
                .sql(
                        "select concat_ws(' ', display_name, role, status, coalesce(local_id, '-')) from accounts where email = :email")
                .param("email", email)
                .query(String.class)
                .optional()
                .orElse("none");
    }

    private long accounts() {
        return people.count("select count(*) from accounts");
    }

    @Test
    void a_file_is_tried_and_then_read_row_by_row() {
        String linh = people.person();
        String file = "email,name,role,localId,status\r\n"
                + "new.one@corp.example,\"One, New\",user,N1,\r\n"
                + linh + ",Ignored,manager,L1,active\r\n"
                + "no address,,,,\r\n"
                + "other@corp.example,Other,owner,,\r\n"
                + "NEW.ONE@corp.example,Again,,,\r\n"
                + "third@corp.example,,,N1,\r\n"
                + "short@corp.example\r\n";

        long mails = people.count("select count(*) from mails");
        List<JsonNode> tried = send(CSV, true, file);

        List<String> expected =
                List.of("2 made", "3 changed", "4 refused", "5 refused", "6 refused", "7 refused", "8 refused");
        assertThat(outcomes(tried)).isEqualTo(expected);
        assertThat(accounts()).as("a dry run writes nothing").isEqualTo(2);
        assertThat(row(linh)).isEqualTo("Somebody Else guest active -");
        assertThat(people.count("select count(*) from mails")).isEqualTo(mails);

        List<JsonNode> done = send(CSV, false, file);

        assertThat(outcomes(done)).isEqualTo(expected);
        JsonNode summary = done.getLast();
        assertThat(summary.path("made").asLong()).isOne();
        assertThat(summary.path("changed").asLong()).isOne();
        assertThat(summary.path("refused").asLong()).isEqualTo(5);
        assertThat(row("new.one@corp.example")).isEqualTo("One, New user active N1");
        assertThat(row(linh)).as("the name is their own").isEqualTo("Somebody Else manager active L1");
        assertThat(accounts()).isEqualTo(3);
        assertThat(outcomes(send(CSV, false, file)).subList(0, 2)).containsExactly("2 same", "3 same");
    }

    @Test
    void a_file_as_a_german_spreadsheet_writes_it_is_read() {
        List<JsonNode> done = send(CSV, false, "\uFEFF\"email\";\"name\"\r\nnew.one@corp.example;\"Eins; Neu\"\r\n");

        assertThat(outcomes(done)).containsExactly("2 made");
        assertThat(row("new.one@corp.example")).isEqualTo("Eins; Neu guest active -");
    }

    @Test
    @DisplayName("M-07 JSON that is nested very deeply is refused in words")
    void json_that_is_nested_very_deeply() {
        List<JsonNode> done =
                send("application/json", false, "[{\"email\":" + "[".repeat(500_000) + "]".repeat(500_000) + "}]");

        assertThat(done).hasSize(1);
        assertThat(done.getFirst().path("fault").asString("")).contains("nested deeper than 16 levels");
        assertThat(accounts()).isOne();
    }

    /** The answer filled the line while the rest of the file waited for us to read on: neither side went on any more. */
    @Test
    @DisplayName("M-04 a client sends a whole file before it reads the answer")
    @SuppressWarnings("try") // a write that hangs ends only with its socket
    void a_client_that_sends_all_before_it_reads() throws Exception {
        byte[] rows = ("email\n" + ("x".repeat(98) + "\n").repeat(190_000)).getBytes(StandardCharsets.US_ASCII);
        String head = String.join(
                "\r\n",
                "POST /api/v1/users/import HTTP/1.1",
                "Host: " + people.server().url().getAuthority(),
                "Cookie: "
                        + admin.cookies().entrySet().stream()
                                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                                .collect(Collectors.joining("; ")),
                "X-CSRF-TOKEN: " + admin.check(),
                "Content-Type: text/csv",
                "Content-Length: " + rows.length,
                "Connection: close",
                "",
                "");
        try (Socket socket = new Socket();
                ExecutorService thread = Executors.newSingleThreadExecutor()) {
            socket.setReceiveBufferSize(16 * 1024);
            socket.connect(
                    new InetSocketAddress("localhost", people.server().url().getPort()));
            Future<?> sent = thread.submit(() -> {
                socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
                socket.getOutputStream().write(rows);
                socket.getOutputStream().flush();
                return null;
            });
            try {
                sent.get(15, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                socket.close();
                throw new AssertionError("the server stopped reading", e);
            }
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 200").contains("\"refused\":190000");
        }
    }

    @Test
    void somebody_imported_sets_a_password_by_a_link_and_is_in() {
        send(CSV, false, "email,role\nnew@corp.example,user\n");
        FormBrowser browser = people.browser();
        browser.get("/forgot");
        browser.post("/forgot", "email", "new@corp.example");
        String link = people.mail().link("new@corp.example", "/link/reset/");
        browser.get(link);
        assertThat(browser.post(link, "password", People.PASSWORD).statusCode()).isEqualTo(303);
        assertThat(browser.signIn("new@corp.example", People.PASSWORD).statusCode())
                .isEqualTo(303);
    }

    @Test
    void json_does_the_same() {
        String linh = people.person();
        List<JsonNode> lines = send(
                "application/json",
                false,
                "[{\"email\":\"" + linh
                        + "\",\"localId\":\"J1\",\"id\":\"ignored\"},{\"email\":\"x@corp.example\",\"isAdmin\":true},7,"
                        + "{\"email\":5},{\"email\":\"y@corp.example\",\"name\":null}]");

        assertThat(outcomes(lines)).containsExactly("1 changed", "2 refused", "3 refused", "4 refused", "5 made");
        assertThat(row(linh)).endsWith("J1");
        assertThat(row("x@corp.example")).isEqualTo("none");
    }

    @Test
    @DisplayName(
            "L-01 a column that nobody reads ends the file before its first row, and so does what is no file of ours")
    void what_is_no_file_of_ours_is_said_at_the_end() {
        for (String file : List.of("email,isAdmin\na@corp.example,true\n", "name\nx\n", "email,email\na,b\n", "")) {
            List<JsonNode> lines = send(CSV, false, file);
            assertThat(lines).as(file).hasSize(1);
            assertThat(lines.getFirst().path("fault").asString("")).as(file).isNotEmpty();
        }
        for (String file :
                List.of("{}", "[{]", "[] []", "[{\"email\":\"a@corp.example\",\"email\":\"b@corp.example\"}]")) {
            assertThat(send("application/json", false, file)
                            .getLast()
                            .path("fault")
                            .asString(""))
                    .as(file)
                    .isNotEmpty();
        }
        assertThat(accounts()).isOne();
        assertThat(admin.json("POST", "/api/v1/users/import", "x", "Content-Type", "text/csv; charset=ISO-8859-1")
                        .statusCode())
                .isEqualTo(415);
        assertThat(admin.json("POST", "/api/v1/users/import", "x", "Content-Type", "text/plain")
                        .statusCode())
                .isEqualTo(415);
    }

    @Test
    @DisplayName("L-04 a file takes no last administrator away")
    void a_file_takes_no_last_administrator_away() {
        List<JsonNode> lines = send(CSV, false, "email,role,localId\n" + root + ",user,R1\n");

        assertThat(outcomes(lines)).containsExactly("2 refused");
        assertThat(row(root)).as("nothing of the row").isEqualTo("Somebody Else admin active -");
    }

    @Test
    void what_is_exported_can_be_imported_and_changes_nothing() {
        String linh = people.person();
        people.database()
                .owner()
                .sql("update accounts set display_name = '=cmd()', local_id = '+1,\"x\"' where email = :email")
                .param("email", linh)
                .update();
        for (String format : List.of("csv", "json")) {
            HttpResponse<String> file = admin.json("POST", "/api/v1/users/export", "{\"format\":\"" + format + "\"}");
            assertThat(file.statusCode()).isEqualTo(200);
            assertThat(file.headers().firstValue("Content-Disposition"))
                    .contains("attachment; filename=\"people." + format + "\"");
            assertThat(file.body()).contains(linh).contains(root);
            if (format.equals("csv")) {
                assertThat(file.body())
                        .startsWith("\uFEFFid,email,")
                        .contains("'=cmd()")
                        .doesNotContain(",=cmd");
            }
            List<JsonNode> lines = send(format.equals("csv") ? CSV : "application/json", false, file.body());
            assertThat(lines.getLast().path("same").asLong())
                    .as(lines.toString())
                    .isEqualTo(2);
        }
        assertThat(people.count("select count(*) from audit_events where action = 'people.export'"))
                .isEqualTo(2);
        assertThat(row(linh)).isEqualTo("=cmd() guest active +1,\"x\"");
    }

    @Test
    void an_export_takes_every_page_and_a_fresh_proof() {
        people.database().owner().sql("""
                        insert into accounts (account_id, email, display_name, created_at)
                        select gen_random_uuid(), 'many' || n || '@corp.example', 'Many ' || n, now() from generate_series(1, 2500) n
                        """).update();
        HttpResponse<String> all = admin.json("POST", "/api/v1/users/export", "{\"format\":\"csv\"}");
        assertThat(all.body().lines().count()).isEqualTo(2502);
        assertThat(all.body().lines().distinct().count()).isEqualTo(2502);

        people.clock().advance(Duration.ofMinutes(11));
        assertThat(admin.json("POST", "/api/v1/users/export", "{}").statusCode())
                .isEqualTo(403);
        assertThat(admin.json("POST", "/api/v1/users/import", "[]").statusCode())
                .isEqualTo(403);
        assertThat(admin.json("POST", "/api/v1/users/export", "{\"password\":\"" + people.proof(root) + "\"}")
                        .statusCode())
                .isEqualTo(200);
    }

    /** It was read whole into memory with its answer, and both were kept for a day, when a program sent the header. */
    @Test
    void a_file_with_an_idempotency_key_goes_through_and_is_not_kept() {
        TokenClient program = TokenClient.at(people);
        String token = program.login(root, people.proof(root)).accessToken();
        for (int time = 0; time < 2; time++) {
            TokenClient.Answer answer = program.post(
                    "/api/v1/users/import?dryRun=false",
                    "[{\"email\":\"keyed@corp.example\"}]",
                    "Authorization",
                    "Bearer " + token,
                    "Idempotency-Key",
                    "the-same");
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            assertThat(answer.body()).contains(time == 0 ? "made" : "same");
        }
        assertThat(people.count("select count(*) from idempotency_keys")).isZero();
    }

    @Test
    void the_page_tries_a_file_and_shows_what_it_would_do() throws Exception {
        String csrf = csrf(admin.get("/admin/people/files").body());
        String boundary = "----boundary";
        String body = part(boundary, "_csrf", null, csrf)
                + part(boundary, "dryRun", null, "true")
                + part(boundary, "file", "crew.csv", "email\nnew@corp.example\nno address\n")
                + "--" + boundary + "--\r\n";

        HttpRequest request = HttpRequest.newBuilder(people.server().url().resolve("/admin/people/files/import"))
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .header("Accept", "text/html")
                .header(
                        "Cookie",
                        admin.cookies().entrySet().stream()
                                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                                .collect(Collectors.joining("; ")))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> answer;
        try (HttpClient client = HttpClient.newHttpClient()) {
            answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        }

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body())
                .contains("This is what the file would do")
                .contains("1 account would be made")
                .contains("Line 3")
                .contains("Its email is not one e-mail address.");
        assertThat(accounts()).isOne();

        HttpResponse<String> file = admin.post("/admin/people/files/export", "format", "csv");
        assertThat(file.body()).startsWith("\uFEFFid,email,");
    }

    private static String part(String boundary, String name, @Nullable String file, String value) {
        return "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + name + "\""
                + (file == null ? "" : "; filename=\"" + file + "\"\r\nContent-Type: text/csv") + "\r\n\r\n" + value
                + "\r\n";
    }

    private static String csrf(String page) {
        return page.replaceAll("(?s).*name=\"_csrf\" value=\"([^\"]+)\".*", "$1");
    }

    @Test
    @DisplayName("C-15 a file disables somebody who asked to delete their account")
    void c15_a_file_disables_somebody_who_leaves() {
        String linh = people.person();
        FormBrowser hers = people.signedIn(linh);
        hers.get("/profile/delete");
        assertThat(hers.post("/profile/delete").statusCode()).isEqualTo(303);
        String file = "email,status\r\n" + linh + ",disabled\r\n";

        assertThat(outcomes(send(CSV, true, file))).containsExactly("2 changed");
        assertThat(outcomes(send(CSV, false, file))).containsExactly("2 changed");

        assertThat(row(linh)).isEqualTo("Somebody Else guest disabled -");
        assertThat(outcomes(send(CSV, false, file))).containsExactly("2 same");
    }
}
