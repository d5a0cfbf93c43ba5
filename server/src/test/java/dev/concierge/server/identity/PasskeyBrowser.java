package dev.concierge.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.support.SoftPasskey;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Objects;
import org.jsoup.nodes.Element;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the script of our pages does with passkeys, for a browser that runs none. */
final class PasskeyBrowser {
    private static final JsonMapper JSON = new JsonMapper();

    private final FormBrowser browser;
    private final String origin;

    PasskeyBrowser(FormBrowser browser, People people) {
        this(browser, people.server().url());
    }

    PasskeyBrowser(FormBrowser browser, URI server) {
        this.browser = browser;
        String url = server.toString();
        this.origin = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    String origin() {
        return origin;
    }

    FormBrowser browser() {
        return browser;
    }

    /** Begins to add one under Security. */
    JsonNode beginAdding() {
        browser.get("/security");
        return options(browser.post("/security/passkeys"));
    }

    static JsonNode options(HttpResponse<String> shown) {
        Element form =
                Objects.requireNonNull(Apps.page(shown).selectFirst("form[data-passkey=create]"), Apps.text(shown));
        return JSON.readTree(form.attr("data-options"));
    }

    SoftPasskey.Ceremony adding(SoftPasskey passkey) {
        return passkey.ceremony(beginAdding(), origin);
    }

    HttpResponse<String> add(String answer, String name) {
        return browser.post("/security/passkeys/add", "credential", answer, "name", name);
    }

    /** One that was added. */
    SoftPasskey added() {
        SoftPasskey passkey = SoftPasskey.fresh();
        HttpResponse<String> done = add(adding(passkey).created(), "Laptop");
        assertThat(done.statusCode()).as(Apps.text(done)).isIn(200, 303);
        return passkey;
    }

    private JsonNode ask(String path) {
        HttpResponse<String> answer = browser.json("POST", path, "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    /** At the sign-in page. */
    SoftPasskey.Ceremony signingIn(SoftPasskey passkey) {
        browser.get("/login");
        return passkey.ceremony(ask("/login/passkey/options"), origin);
    }

    HttpResponse<String> signIn(String answer) {
        return browser.post("/login/passkey", "credential", answer, "to", "/security");
    }

    /** At the second step. */
    SoftPasskey.Ceremony completing(SoftPasskey passkey) {
        browser.get("/login/second");
        return passkey.ceremony(ask("/login/second/passkey-options"), origin);
    }

    HttpResponse<String> complete(String answer) {
        return browser.post("/login/second/passkey", "credential", answer, "to", "/security");
    }

    /** For a fresh proof. */
    SoftPasskey.Ceremony proving(SoftPasskey passkey) {
        browser.get("/security");
        return passkey.ceremony(ask("/security/passkeys/options"), origin);
    }

    HttpResponse<String> prove(String answer) {
        return browser.post("/security/passkeys/prove", "credential", answer);
    }

    boolean isIn() {
        return browser.get("/security").statusCode() == 200;
    }
}
