package dev.concierge.sandbox;

import dev.concierge.sandbox.Http.Reply;
import dev.concierge.sandbox.Visitor.Stop;
import dev.concierge.sandbox.http.Parameters;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** A sandbox with one client at one provider, and the steps of the flow as a well-behaved client takes them. */
public abstract class DialectWorld implements AutoCloseable {
    public static final String LINH = "linh.tran@meridian.example";
    public static final String LINH_HOME = "linh@home.example";
    public static final String ANA = "ana.ruiz@meridian.example";
    public static final String JONAS = "jonas.weber@home.example";
    public static final String REDIRECT = "http://127.0.0.1:9999/callback";
    public static final String CLIENT = "concierge-client";
    public static final String OTHER = "another-client";
    public static final String SECRET = "secret-of-concierge";
    public static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    public static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    public final Sandbox sandbox;
    public final String provider;
    public final String base;
    public final String redirect;
    private Visitor visitor = new Visitor();

    protected DialectWorld(String provider) {
        this(provider, SandboxOptions.defaults().withClock(new SettableClock("2026-11-21T09:00:00Z")));
    }

    protected DialectWorld(String provider, SandboxOptions options) {
        this(provider, options, REDIRECT);
    }

    /** With another redirect URI, for a provider that does not register the usual one. */
    protected DialectWorld(String provider, SandboxOptions options, String redirect) {
        this.redirect = redirect;
        this.provider = provider;
        this.sandbox = Sandbox.start(options);
        this.base = sandbox.baseUrl() + "/" + provider;
        sandbox.registerClient(new Client(provider, CLIENT, SECRET, "Concierge", List.of(redirect)));
        sandbox.registerClient(new Client(provider, OTHER, SECRET, "Another", List.of(redirect)));
    }

    /** The parameters of a complete authorization request; change what the test is about. */
    public abstract Map<String, String> request();

    protected abstract String authorizePath();

    /** Sends a token request with the client's credentials, as the provider wants both. */
    public abstract Reply token(Map<String, String> parameters);

    /** Who the token's owner is, asked as the provider wants it. */
    public abstract Reply identity(String token);

    /** What renews these tokens; the refresh token nearly everywhere. */
    public String renewer(Reply tokens) {
        return tokens.text("refresh_token");
    }

    /** The status of an API call with a dead token. */
    public int unauthenticated() {
        return 401;
    }

    /** Tokens for Linh, a refresh token among them. */
    public Reply renewable() {
        return tokens();
    }

    public KnobBoard knobs() {
        return sandbox.knobs(provider);
    }

    /** The request with some parameters changed; an empty value takes one out. */
    public String url(String... changes) {
        var parameters = new LinkedHashMap<>(request());
        for (int i = 0; i < changes.length; i += 2) {
            if (changes[i + 1].isEmpty()) {
                parameters.remove(changes[i]);
            } else {
                parameters.put(changes[i], changes[i + 1]);
            }
        }
        return base + authorizePath() + "?" + Parameters.format(parameters);
    }

    public Visitor visitor() {
        return visitor;
    }

    /** Another browser. */
    public Visitor newVisitor() {
        visitor.close();
        visitor = new Visitor();
        return visitor;
    }

    /** Goes through the pages as that person, agreeing to everything. */
    public Stop.Left allow(String account, String... changes) {
        return visitor.allow(url(changes), account);
    }

    /** A fresh code for Linh. */
    public String code(String... changes) {
        return allow(LINH, changes).parameter("code");
    }

    public Map<String, String> exchange(String code) {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("grant_type", "authorization_code");
        parameters.put("code", code);
        parameters.put("redirect_uri", redirect);
        if (request().containsKey("code_challenge")) {
            parameters.put("code_verifier", VERIFIER);
        }
        return parameters;
    }

    public Map<String, String> renewal(String refreshToken) {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("grant_type", "refresh_token");
        parameters.put("refresh_token", refreshToken);
        return parameters;
    }

    /** Tokens for Linh, through the whole flow. */
    public Reply tokens(String... changes) {
        return token(exchange(code(changes)));
    }

    public Reply refresh(String refreshToken) {
        return token(renewal(refreshToken));
    }

    public Reply api(String path, String accessToken) {
        return Http.bearer(base + path, accessToken);
    }

    public void pass(Duration time) {
        sandbox.clock().advance(time);
    }

    public long count(String endpoint, String outcome) {
        return sandbox.ledger().count(provider, endpoint, outcome);
    }

    /** The reason in the ledger's last line about that endpoint. */
    public String reason(String endpoint) {
        return sandbox.ledger().entries(provider, endpoint).getLast().reason();
    }

    /** The parameters with id and secret among them. */
    public static Map<String, String> withCredentials(Map<String, String> parameters) {
        var all = new LinkedHashMap<String, String>();
        all.put("client_id", CLIENT);
        all.put("client_secret", SECRET);
        all.putAll(parameters);
        return all;
    }

    public static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    public static Reply send(String method, String url, String body, String... headers) {
        return Http.send(Http.request(url, headers).method(method, BodyPublishers.ofString(body)));
    }

    public static String json(Map<String, String> members) {
        return JSON.writeValueAsString(members);
    }

    @Override
    public void close() {
        visitor.close();
        sandbox.close();
    }
}
