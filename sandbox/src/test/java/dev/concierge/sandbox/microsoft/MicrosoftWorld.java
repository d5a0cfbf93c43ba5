package dev.concierge.sandbox.microsoft;

import dev.concierge.sandbox.Client;
import dev.concierge.sandbox.Http;
import dev.concierge.sandbox.Http.Reply;
import dev.concierge.sandbox.KnobBoard;
import dev.concierge.sandbox.Sandbox;
import dev.concierge.sandbox.SandboxOptions;
import dev.concierge.sandbox.SettableClock;
import dev.concierge.sandbox.Visitor;
import dev.concierge.sandbox.http.Parameters;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A sandbox with a client at Microsoft, and the steps of the flow as a well-behaved client takes them. */
final class MicrosoftWorld implements AutoCloseable {
    static final String LINH = "linh.tran@meridian.example";
    static final String LINH_HOME = "linh@home.example";
    static final String ANA = "ana.ruiz@meridian.example";
    static final String JONAS = "jonas.weber@home.example";
    static final String REDIRECT = "http://localhost:9999/callback";
    static final String CLIENT = "1f4d2a60-0c1b-4a57-9f0e-0a4c2f7f9b11";
    static final String SIBLING = "2f4d2a60-0c1b-4a57-9f0e-0a4c2f7f9b22";
    static final String SECRET = "8Q~secret-of-concierge";
    static final String SCOPES = "openid profile email offline_access User.Read Calendars.Read";
    static final String CONSUMERS = "9188040d-6c67-4c5b-b112-36a304b66dad";

    private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    final Sandbox sandbox;
    final String microsoft;
    private Visitor visitor = new Visitor();

    MicrosoftWorld() {
        this(SandboxOptions.defaults().withClock(new SettableClock("2026-11-21T09:00:00Z")));
    }

    MicrosoftWorld(SandboxOptions options) {
        sandbox = Sandbox.start(options);
        microsoft = sandbox.baseUrl() + "/microsoft";
        sandbox.registerClient(new Client("microsoft", CLIENT, SECRET, "Concierge", List.of(REDIRECT)));
        sandbox.registerClient(new Client("microsoft", SIBLING, SECRET, "Concierge", List.of(REDIRECT)));
    }

    /** The parameters of a complete authorization request, some of them changed; an empty value takes one out. */
    Map<String, String> request(String... changes) {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("client_id", CLIENT);
        parameters.put("redirect_uri", REDIRECT);
        parameters.put("response_type", "code");
        parameters.put("scope", SCOPES);
        parameters.put("state", "state-of-the-test");
        parameters.put("nonce", "nonce-of-the-test");
        parameters.put("code_challenge", CHALLENGE);
        parameters.put("code_challenge_method", "S256");
        change(parameters, changes);
        return parameters;
    }

    String url(String... changes) {
        return urlAt("common", changes);
    }

    String urlAt(String tenant, String... changes) {
        return microsoft + "/" + tenant + "/oauth2/v2.0/authorize?" + Parameters.format(request(changes));
    }

    Visitor visitor() {
        return visitor;
    }

    /** Another browser. */
    Visitor newVisitor() {
        visitor.close();
        visitor = new Visitor();
        return visitor;
    }

    /** A fresh code for Linh, with these changes to the authorization request. */
    String code(String... changes) {
        return visitor.allow(url(changes), LINH).parameter("code");
    }

    Map<String, String> exchange(String code, String... changes) {
        var form = credentials();
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("redirect_uri", REDIRECT);
        form.put("code_verifier", VERIFIER);
        change(form, changes);
        return form;
    }

    Map<String, String> renewal(String refreshToken, String... changes) {
        var form = credentials();
        form.put("grant_type", "refresh_token");
        form.put("refresh_token", refreshToken);
        change(form, changes);
        return form;
    }

    Reply token(Map<String, String> form) {
        return tokenAt("common", form);
    }

    Reply tokenAt(String tenant, Map<String, String> form) {
        return Http.form(microsoft + "/" + tenant + "/oauth2/v2.0/token", form);
    }

    /** Tokens for Linh through the whole flow. */
    Reply tokens(String... changes) {
        return token(exchange(code(changes)));
    }

    /** Tokens for somebody else, in another browser. */
    Reply tokensOf(String account, String... changes) {
        return token(exchange(newVisitor().allow(url(changes), account).parameter("code")));
    }

    Reply refresh(String refreshToken, String... changes) {
        return token(renewal(refreshToken, changes));
    }

    Reply graph(String path, String accessToken) {
        return Http.bearer(microsoft + "/graph" + path, accessToken);
    }

    KnobBoard knobs() {
        return sandbox.knobs("microsoft");
    }

    void pass(Duration time) {
        sandbox.clock().advance(time);
    }

    long count(String endpoint, String outcome) {
        return sandbox.ledger().count("microsoft", endpoint, outcome);
    }

    String lastReason() {
        return sandbox.ledger().entries("microsoft", "token").getLast().reason();
    }

    static JsonNode claims(Reply tokens) {
        var part = tokens.text("id_token").split("\\.", -1)[1];
        return JSON.readTree(Base64.getUrlDecoder().decode(part));
    }

    /** The number of an error body, or 0. */
    static int aadsts(Reply reply) {
        return reply.json().path("error_codes").path(0).asInt(0);
    }

    @Override
    public void close() {
        visitor.close();
        sandbox.close();
    }

    private static Map<String, String> credentials() {
        var form = new LinkedHashMap<String, String>();
        form.put("client_id", CLIENT);
        form.put("client_secret", SECRET);
        return form;
    }

    private static void change(Map<String, String> parameters, String... changes) {
        for (int i = 0; i < changes.length; i += 2) {
            if (changes[i + 1].isEmpty()) {
                parameters.remove(changes[i]);
            } else {
                parameters.put(changes[i], changes[i + 1]);
            }
        }
    }
}
