package dev.concierge.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Concierge against an OpenID provider that others wrote, the npm package {@code oidc-provider}: PKCE required, {@code iss} in every callback,
 * refresh tokens that rotate, and a second use that ends the family.
 */
final class OidcProof {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String PROVIDER = "node";
    private static final Pattern FORM =
            Pattern.compile("action=\"(http://127\\.0\\.0\\.1:[^\"]+/interaction/[^\"]+)\"");
    private static final Pattern PROMPT = Pattern.compile("name=\"prompt\" value=\"([a-z]+)\"");
    private static final Pattern INTEGRATION = Pattern.compile("^/integrations/([0-9a-f-]{36})$");

    /** One thing that was seen. */
    record Step(String what, String seen, boolean good) {}

    record Result(List<Step> steps) {
        Result {
            steps = List.copyOf(steps);
        }

        boolean passed() {
            return !steps.isEmpty() && steps.stream().allMatch(Step::good);
        }

        /** At the smallest scale under {@code target}. The work is the same at every scale. */
        Path write(Path root, String scale) throws IOException {
            Path page = scale.equals("smallest")
                    ? root.resolve("bench/target/oidc-smallest.md")
                    : root.resolve("docs/proofs/oidc.md");
            Files.createDirectories(page.getParent());
            Files.writeString(page, text(root));
            return page;
        }

        private String text(Path root) {
            StringBuilder text = new StringBuilder(
                    "# Proof: oidc\n\n`./concierge prove oidc` wrote this page; nobody edits it.\n\n");
            text.append(
                            "The server's process against the npm package `oidc-provider`, set up by its issuer alone. It demands PKCE, names itself in")
                    .append(
                            " every callback (RFC 9207), rotates refresh tokens and ends the family of one that is used twice.\n\n");
            text.append("| | |\n|---|---|\n");
            row(text, "Result", passed() ? "**passed**" : "**failed**");
            row(text, "Commit", Machine.commit(root));
            row(text, "Date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
            row(text, "Machine", Machine.describe());
            row(text, "Node", NodeIssuer.version("node"));
            text.append("\n| Step | Seen | |\n|---|---|---|\n");
            steps.forEach(step -> text.append("| ")
                    .append(step.what())
                    .append(" | ")
                    .append(step.seen())
                    .append(" | ")
                    .append(step.good() ? "good" : "**wrong**")
                    .append(" |\n"));
            return text.toString();
        }

        private static void row(StringBuilder text, String name, String value) {
            text.append("| ").append(name).append(" | ").append(value).append(" |\n");
        }
    }

    private final Installation at;
    private final NodeIssuer issuer;
    private final PrintStream out;
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Step> steps = new ArrayList<>();

    private OidcProof(Installation at, NodeIssuer issuer, PrintStream out) {
        this.at = at;
        this.issuer = issuer;
        this.out = out;
    }

    /** Runs it and writes its page. */
    static Proof.Outcome prove(Path root, String scale, PrintStream out) throws Exception {
        Result result = run(root, out);
        return new Proof.Outcome(result.passed(), result.write(root, scale));
    }

    /** @throws IllegalArgumentException when the machine lacks Node */
    static Result run(Path root, PrintStream out) throws Exception {
        String missing = NodeIssuer.missing();
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException(missing);
        }
        out.println("installing oidc-provider");
        Path folder = NodeIssuer.installed();
        int port = freePort();
        String secret = UUID.randomUUID().toString();
        Map<String, String> more = Map.of(
                "OIDC_NODE_ISSUER",
                "http://127.0.0.1:" + port,
                "OIDC_NODE_CLIENT_ID",
                NodeIssuer.CLIENT,
                "OIDC_NODE_CLIENT_SECRET",
                secret,
                "ALLOWED_PRIVATE_HOSTS",
                "127.0.0.1:" + port,
                "CATALOG_DIR",
                Files.createDirectory(folder.resolve("catalog")).toString());
        out.println("starting an installation");
        try (Installation at = Installation.start(root, more, text -> text);
                NodeIssuer issuer = NodeIssuer.start(
                        folder,
                        port,
                        secret,
                        UUID.randomUUID().toString(),
                        List.of(
                                at.url("/api/v1/oauth/" + PROVIDER + "/callback"),
                                at.url("/auth/callback/" + PROVIDER)))) {
            return new OidcProof(at, issuer, out).prove();
        }
    }

    private Result prove() throws Exception {
        signsIn();
        try (Journey ada = new Journey(at.url("/"))) {
            ada.signUp("ada@people.example");
            String integration = connect(ada, "linh");
            note("connect", "an integration of linh@people.example", !integration.isEmpty());
            String key = ada.key("tokens:vend", "integrations:read", "integrations:write");
            renews(integration, key);
            reuse(ada, integration, key);
            disconnects(integration, key);
        }
        return new Result(steps);
    }

    /** Signs in, in two browsers, as the same person at the issuer. */
    private void signsIn() throws Exception {
        for (String name : List.of("sign-in", "sign-in again")) {
            try (Journey person = new Journey(at.url("/"))) {
                URI there = person.leave("/auth/login/" + PROVIDER, "/auth/login/" + PROVIDER, issuer.url());
                Journey.Stop end = consent(person, there, "ana");
                note(name, "ended at " + end.at().getPath(), end.at().getPath().equals("/") && end.status() == 200);
            }
        }
        note(
                "PKCE",
                "the issuer demands it and made " + issuer.count("exchanges") + " exchanges",
                issuer.count("exchanges") == 2);
    }

    private String connect(Journey person, String account) throws Exception {
        URI there = person.leave("/integrations", "/integrations/" + PROVIDER + "/connect", issuer.url());
        Journey.Stop end = consent(person, there, account);
        return Journey.find(INTEGRATION, end.at().getPath());
    }

    /** Through the issuer's own pages: sign in, agree. */
    private static Journey.Stop consent(Journey person, URI authorization, String account) throws Exception {
        Journey.Stop page = person.open(authorization);
        while (FORM.matcher(page.body()).find() && PROMPT.matcher(page.body()).find()) {
            String prompt = Journey.find(PROMPT, page.body());
            Map<String, String> fields = prompt.equals("login")
                    ? Map.of("prompt", prompt, "login", account, "password", "any")
                    : Map.of("prompt", prompt);
            page = person.follow(person.post(URI.create(Journey.find(FORM, page.body())), Journey.encoded(fields)));
        }
        return page;
    }

    private void renews(String integration, String key) throws Exception {
        int before = issuer.count("rotations");
        String last = token(integration, key);
        int renewed = 0;
        for (int time = 0; time < 3; time++) {
            pause(4);
            String next = token(integration, key);
            renewed += next.isEmpty() || next.equals(last) ? 0 : 1;
            last = next;
        }
        int rotations = issuer.count("rotations") - before;
        note(
                "refresh with rotation",
                renewed + " new tokens, " + rotations + " rotations",
                renewed == 3 && rotations >= 3);
    }

    /** Somebody else uses an old refresh token: the issuer ends the family, and the person is told to connect again. */
    private void reuse(Journey ada, String integration, String key) throws Exception {
        JsonNode issued = issuer.seen().path("issued");
        String stolen = issued.path(issued.size() - 2).asString();
        String error = issuer.refresh(stolen);
        note(
                "an old refresh token is used again",
                "the issuer answers " + error,
                error.equals("invalid_grant") && issuer.count("reuses") == 1);
        pause(4);
        JsonNode problem = get("/api/v1/oauth/integrations/" + integration + "/token", key);
        String state = get("/api/v1/oauth/integrations/" + integration, key)
                .path("state")
                .asString();
        note(
                "the family has ended",
                "state " + state + ", cause " + problem.path("cause").asString(),
                state.equals("needs_reconnect")
                        && problem.path("cause").asString().equals("grant_ended"));
        String again = connect(ada, "linh");
        note(
                "connected again",
                "the same integration, and a token",
                again.equals(integration) && !token(integration, key).isEmpty());
    }

    private void disconnects(String integration, String key) throws Exception {
        JsonNode issued = issuer.seen().path("issued");
        String newest = issued.path(issued.size() - 1).asString();
        HttpRequest request = HttpRequest.newBuilder(at.url("/api/v1/oauth/integrations/" + integration))
                .header("Authorization", "Bearer " + key)
                .DELETE()
                .build();
        JsonNode receipt = JSON.readTree(
                http.send(request, HttpResponse.BodyHandlers.ofString()).body());
        String outcome = receipt.path("outcome").asString();
        int told = issuer.count("revocations");
        note(
                "disconnect",
                "receipt " + outcome + ", " + told + " revocations at the issuer",
                outcome.equals("revoked") && told >= 1);
        String error = issuer.refresh(newest);
        note("the refresh token is worth nothing", "the issuer answers " + error, error.equals("invalid_grant"));
    }

    private String token(String integration, String key) throws Exception {
        return get("/api/v1/oauth/integrations/" + integration + "/token", key)
                .path("accessToken")
                .asString("");
    }

    private JsonNode get(String path, String key) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(at.url(path))
                .header("Authorization", "Bearer " + key)
                .build();
        return JSON.readTree(
                http.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }

    /** The issuer's tokens live three seconds; nobody can set its clock. */
    private static void pause(int seconds) throws InterruptedException {
        TimeUnit.SECONDS.sleep(seconds);
    }

    private void note(String what, String seen, boolean good) {
        out.println((good ? "good   " : "wrong  ") + what + ": " + seen);
        steps.add(new Step(what, seen, good));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
