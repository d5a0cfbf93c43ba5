package dev.concierge.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.concierge.sandbox.dialect.Webhook;
import dev.concierge.sandbox.http.Answer;
import dev.concierge.sandbox.http.BadRequest;
import dev.concierge.sandbox.http.Handler;
import dev.concierge.sandbox.http.Parameters;
import dev.concierge.sandbox.http.Request;
import dev.concierge.sandbox.http.Routes;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.JsonNodeFactory;

/** {@code /_control}: everything that a test in another process needs. JSON; wants the control token as a bearer token. */
final class Control {
    private final Sandbox sandbox;

    Control(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    void addTo(Routes routes) {
        add(routes, "POST", "clients", this::clients);
        add(routes, "POST", "people", this::people);
        add(routes, "GET", "knobs", this::knobs);
        add(
                routes,
                "GET",
                "knobs/meanings",
                request -> Answer.json(200, board(request.query()).meanings()));
        add(routes, "PATCH", "knobs", this::turn);
        add(routes, "DELETE", "knobs", this::resetKnobs);
        add(routes, "POST", "clock", this::clock);
        add(routes, "GET", "ledger", this::ledger);
        add(routes, "DELETE", "ledger", this::clearLedger);
        add(routes, "POST", "events", request -> new ControlEvents(sandbox).change(ControlBody.of(request)));
        add(routes, "POST", "things", request -> new ControlThings(sandbox).change(ControlBody.of(request)));
        add(routes, "POST", "belongings", request -> new ControlBelongings(sandbox).change(ControlBody.of(request)));
        add(routes, "POST", "items", request -> new ControlItems(sandbox).change(ControlBody.of(request)));
        add(routes, "GET", "items", this::items);
        add(routes, "POST", "webhooks", this::webhooks);
        add(routes, "POST", "revoke", this::revoke);
        add(routes, "POST", "password", this::password);
        add(routes, "POST", "grants", this::grants);
        add(routes, "POST", "rotate-keys", this::rotateKeys);
        add(
                routes,
                "GET",
                "secrets",
                _ -> Answer.json(200, Map.of("secrets", sandbox.secrets().all())));
    }

    private void add(Routes routes, String method, String name, Handler handler) {
        routes.add(method, "/_control/" + name, "control", request -> guarded(request, handler));
    }

    private Answer guarded(Request request, Handler handler) {
        var token = request.bearer().orElse("");
        if (!MessageDigest.isEqual(token.getBytes(UTF_8), sandbox.controlToken().getBytes(UTF_8))) {
            return problem(401, "The control token is missing or wrong.").with("WWW-Authenticate", "Bearer");
        }
        try {
            return handler.handle(request).with("Cache-Control", "no-store");
        } catch (IllegalArgumentException | DateTimeException wrong) {
            return problem(400, String.valueOf(wrong.getMessage()));
        } catch (BadRequest wrong) {
            return problem(wrong.status(), String.valueOf(wrong.getMessage()));
        }
    }

    private Answer clients(Request request) {
        var body = ControlBody.of(request).only("provider", "clientId", "clientSecret", "project", "redirectUris");
        var client = new Client(
                body.text("provider"),
                body.text("clientId"),
                body.text("clientSecret"),
                body.text("project"),
                body.texts("redirectUris"));
        sandbox.registerClient(client);
        return Answer.json(200, Map.of("provider", client.provider(), "clientId", client.id()));
    }

    private Answer people(Request request) {
        var body = ControlBody.of(request).only("account", "givenName", "familyName", "timeZone");
        var person = sandbox.addPerson(
                body.text("account"),
                body.text("givenName"),
                body.text("familyName"),
                ZoneId.of(body.text("timeZone", "Europe/Berlin")));
        return Answer.json(200, Map.of("account", person.account()));
    }

    private Answer knobs(Request request) {
        var board = board(request.query());
        return Answer.json(200, board.toJson());
    }

    private Answer turn(Request request) {
        var board = board(request.query());
        board.patch(ControlBody.of(request).json());
        return Answer.json(200, board.toJson());
    }

    private Answer resetKnobs(Request request) {
        var board = board(request.query());
        board.resetAll();
        return Answer.json(200, board.toJson());
    }

    private Answer clock(Request request) {
        var body = ControlBody.of(request).only("advanceSeconds");
        long seconds = body.number("advanceSeconds");
        sandbox.clock().advance(Duration.ofSeconds(seconds));
        return Answer.json(
                200,
                Map.of(
                        "now",
                        sandbox.clock().instant().toString(),
                        "offsetSeconds",
                        sandbox.clock().offset().toSeconds()));
    }

    private Answer ledger(Request request) {
        var query = request.query();
        var entries = sandbox.ledger().entries().stream()
                .filter(each -> matches(query, "provider", each.provider()))
                .filter(each -> matches(query, "endpoint", each.endpoint()))
                .filter(each -> matches(query, "outcome", String.valueOf(each.outcome())))
                .toList();
        var answer = new LinkedHashMap<String, Object>();
        answer.put("counts", sandbox.ledger().counts());
        answer.put("entries", entries);
        return Answer.json(200, answer);
    }

    private Answer items(Request request) {
        var query = request.query();
        return new ControlItems(sandbox).count(query.get("provider", ""), query.get("account", ""));
    }

    private Answer clearLedger(Request request) {
        sandbox.ledger().clear();
        return done();
    }

    private Answer webhooks(Request request) {
        var body = ControlBody.of(request).only("provider", "address", "secret", "verifyToken");
        sandbox.webhook(body.text("provider"))
                .set(new Webhook.Setup(body.text("address"), body.text("secret"), body.text("verifyToken", "")));
        return done();
    }

    private Answer revoke(Request request) {
        var body = ControlBody.of(request).only("provider", "account", "clientId");
        boolean there = sandbox.revoke(body.text("provider"), body.text("account"), body.text("clientId"));
        return Answer.json(200, Map.of("revoked", there));
    }

    private Answer password(Request request) {
        var body = ControlBody.of(request).only("provider", "account");
        int ended = sandbox.changePassword(body.text("provider"), body.text("account"));
        return Answer.json(200, Map.of("endedRefreshTokens", ended));
    }

    private Answer grants(Request request) {
        var body = ControlBody.of(request).only("provider", "account", "clientId", "scopes");
        List<String> scopes = body.texts("scopes");
        var minted = sandbox.mint(body.text("provider"), body.text("account"), body.text("clientId"), scopes);
        return Answer.json(200, minted);
    }

    private Answer rotateKeys(Request request) {
        var body = ControlBody.of(request).only("provider", "withdrawOld");
        sandbox.rotateKeys(body.text("provider"), body.flag("withdrawOld"));
        return done();
    }

    private KnobBoard board(Parameters query) {
        return sandbox.knobs(query.get("provider", Sandbox.FIRST_PROVIDER));
    }

    private static boolean matches(Parameters query, String name, String value) {
        var wanted = query.get(name);
        return wanted == null || wanted.equals(value);
    }

    private static Answer done() {
        return Answer.json(200, Map.of());
    }

    private static Answer problem(int status, String detail) {
        return Answer.json(status, JsonNodeFactory.instance.objectNode().put("detail", detail));
    }
}
