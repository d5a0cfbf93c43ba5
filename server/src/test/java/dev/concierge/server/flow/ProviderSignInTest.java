package dev.concierge.server.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.Client;
import dev.concierge.sandbox.Knobs;
import dev.concierge.server.flow.SignInTrips.AccountRow;
import dev.concierge.server.support.Browser;
import dev.concierge.server.support.Page;
import dev.concierge.server.support.ShownKey;
import dev.concierge.server.support.Visitor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** People sign in through Google, GitHub, Microsoft and an OpenID provider, each as its provider proves them. */
@Tag("flow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProviderSignInTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String ANA = "ana.ruiz@meridian.example";
    private static final String JONAS = "jonas.weber@home.example";

    private ProviderWorld providers;
    private SignInTrips trips;

    @BeforeAll
    void start() {
        providers = new ProviderWorld(Map.of(
                "concierge.identity.sign-up-burst",
                "1000",
                "OIDC_ACME_ISSUER",
                "{sandbox}/google",
                "OIDC_ACME_CLIENT_ID",
                "acme-client",
                "OIDC_ACME_CLIENT_SECRET",
                "acme-secret"));
        trips = new SignInTrips(providers);
        String callback = trips.world().url("/auth/callback/acme").toString();
        trips.world()
                .sandbox()
                .registerClient(new Client("google", "acme-client", "acme-secret", "Acme", List.of(callback)));
    }

    @AfterAll
    void stop() {
        providers.close();
    }

    @AfterEach
    void honestAgain() {
        for (String id : List.of("google", "github", "microsoft")) {
            trips.world().sandbox().knobs(id).resetAll();
        }
        trips.world().database().owner().sql("delete from accounts").update();
    }

    @Test
    void only_providers_that_are_good_enough_and_set_up_are_offered() {
        Visitor visitor = trips.stranger();
        for (String page : List.of("/login", "/signup")) {
            List<String> offered = visitor.open(page)
                    .document()
                    .select("form[action^='/auth/login/']")
                    .eachAttr("action");
            assertThat(offered)
                    .contains("/auth/login/google", "/auth/login/github", "/auth/login/microsoft")
                    .doesNotContain("/auth/login/twitter", "/auth/login/notion", "/auth/login/linkedin");
        }
        assertThat(visitor.open("/auth/login/notion").status()).isEqualTo(404);
        assertThat(visitor.open("/auth/login/nobody").status()).isEqualTo(404);
    }

    @Test
    void a_new_google_person_is_a_guest_without_a_local_id_and_no_token_is_kept() {
        Visitor linh = trips.stranger();

        Page page = trips.signIn(linh, "google", Visitor.LINH_WORK);

        assertThat(page.path()).as(page.text()).isEqualTo("/");
        AccountRow account = trips.account(linh);
        assertThat(account.email()).isEqualTo(Visitor.LINH_WORK);
        assertThat(account.name()).isEqualTo("Linh Tran");
        assertThat(account.role()).isEqualTo("guest");
        assertThat(account.localId()).isNull();
        assertThat(trips.rows("grants")).isZero();
        assertThat(trips.rows("pending_grants")).isZero();
        assertThat(trips.rows("integrations")).isZero();
        assertThat(trips.rows("passwords")).isZero();
        assertThat(trips.world().sandbox().ledger().entries("google", "revoke"))
                .as("ending the tokens would end the person's connections")
                .isEmpty();

        Visitor again = trips.stranger();
        trips.signIn(again, "google", Visitor.LINH_WORK);
        assertThat(trips.account(again)).isEqualTo(account);
        assertThat(trips.rows("accounts")).isEqualTo(1);
    }

    @Test
    @DisplayName("C-03 a GitHub person whose address is private")
    void a_github_person_with_a_private_address_is_known_by_number_and_by_the_checked_primary_address() {
        Visitor ana = trips.stranger();

        Page page = trips.signIn(ana, "github", ANA);

        assertThat(page.path()).as(page.text()).isEqualTo("/");
        assertThat(trips.account(ana).email()).isEqualTo(ANA);
        assertThat(identity("github").issuer()).isEqualTo("provider:github");
        assertThat(identity("github").subject()).matches("[0-9]+");
    }

    @Test
    @DisplayName("C-03 GitHub tells no address that it has checked")
    void a_github_person_without_a_checked_primary_address_gets_no_account_by_the_public_one() {
        Visitor linh = trips.stranger();
        String authorization = trips.begin(linh, "github");
        trips.world()
                .sandbox()
                .knobs("github")
                .patch(JSON.readTree("{\"failNext\":[{\"endpoint\":\"emails\",\"status\":503}]}"));

        Page page = trips.consent(linh, authorization, Visitor.LINH_WORK);

        assertThat(page.uri().toString()).endsWith("/login?problem=no-address");
        assertThat(trips.rows("accounts")).isZero();
    }

    @Test
    @DisplayName("C-03 the victim's address is there unverified and primary, the attacker's verified and not primary")
    void a_list_of_addresses_in_which_no_verified_one_is_primary_names_nobody() {
        Visitor mallory = trips.stranger();
        String authorization = trips.begin(mallory, "github");
        trips.world()
                .sandbox()
                .knobs("github")
                .patch(
                        JSON.readTree(
                                "{\"lie\":[{\"endpoint\":\"emails\",\"merge\":["
                                        + "{\"email\":\"" + ANA
                                        + "\",\"primary\":true,\"verified\":false,\"visibility\":\"public\"},"
                                        + "{\"email\":\"mallory@evil.example\",\"primary\":false,\"verified\":true,\"visibility\":null}]}]}"));

        Page page = trips.consent(mallory, authorization, JONAS);

        assertThat(page.uri().toString()).endsWith("/login?problem=no-address");
        assertThat(trips.rows("accounts") + trips.rows("sessions")).isZero();
    }

    @Test
    @DisplayName("C-03 a GitHub login is renamed, and somebody else takes the old one")
    void a_renamed_login_is_the_same_person_and_whoever_takes_the_old_one_is_another() {
        Visitor ana = trips.stranger();
        trips.signIn(ana, "github", ANA);
        AccountRow account = trips.account(ana);
        github("{\"login\":\"renamed\"}");
        Visitor later = trips.stranger();
        assertThat(trips.signIn(later, "github", ANA).path()).isEqualTo("/");
        assertThat(trips.account(later).id()).isEqualTo(account.id());

        github("{\"id\":987654321}");
        Visitor mallory = trips.stranger();
        trips.signIn(mallory, "github", ANA);
        assertThat(mallory.open("/security").path())
                .as("the same login and address, another number")
                .isEqualTo("/login");
        assertThat(trips.rows("accounts")).isEqualTo(1);
    }

    private void github(String merged) {
        trips.world()
                .sandbox()
                .knobs("github")
                .patch(JSON.readTree("{\"lie\":[{\"endpoint\":\"userinfo\",\"count\":9,\"merge\":" + merged + "}]}"));
    }

    @Test
    @DisplayName("C-04 Mallory made an account with Ana's address and a password, and Ana comes with Google")
    void an_account_made_ahead_is_its_owners_when_a_provider_vouches_for_her() {
        Visitor mallory = trips.stranger();
        String password = "seven quiet herons cross the harbour";
        Page form = mallory.open("/signup");
        mallory.browser()
                .submit(form, "form[action='/signup']", Map.of("name", "Mallory", "email", ANA, "password", password));
        mallory.browser()
                .submit(mallory.open("/login"), "form[action='/login']", Map.of("email", ANA, "password", password));
        assertThat(mallory.open("/security").path()).isEqualTo("/security");

        Visitor ana = trips.stranger();
        trips.signIn(ana, "google", ANA);

        assertThat(ana.open("/security").path()).isEqualTo("/security");
        assertThat(mallory.open("/security").path())
                .as("whoever was in before is out")
                .isEqualTo("/login");
        mallory.browser()
                .submit(mallory.open("/login"), "form[action='/login']", Map.of("email", ANA, "password", password));
        assertThat(mallory.open("/security").path())
                .as("with the old password, too")
                .isEqualTo("/login");
        assertThat(trips.rows("identities")).isOne();
        assertThat(trips.rows("accounts")).isEqualTo(1);
    }

    @Test
    @DisplayName("C-01 a Microsoft person whose administrator typed somebody else's address")
    void a_microsoft_person_with_an_unverified_address_is_somebody_new_without_an_address() {
        Visitor owner = trips.stranger();
        trips.signIn(owner, "google", ANA);
        Visitor ana = trips.stranger();

        Page page = trips.signIn(ana, "microsoft", ANA);

        assertThat(page.path()).as(page.text()).isEqualTo("/");
        AccountRow account = trips.account(ana);
        assertThat(account.email()).isNull();
        assertThat(account.id()).isNotEqualTo(trips.account(owner).id());
        assertThat(identity("microsoft").subject()).matches("[0-9a-f-]{36}\\.[0-9a-f-]{36}");
        assertThat(identity("microsoft").issuer()).matches(".*/microsoft/[0-9a-f-]{36}/v2\\.0");
        assertThat(ana.open("/security").status()).isEqualTo(200);
        assertThat(ana.open("/integrations").status()).isEqualTo(200);
        assertThat(trips.signIn(trips.stranger(), "microsoft", ANA).path()).isEqualTo("/");
        assertThat(trips.rows("accounts")).isEqualTo(2);
    }

    @Test
    @DisplayName("C-01 email_verified is missing, false, a text and a number")
    void an_address_counts_only_when_email_verified_is_true() {
        Visitor alice = trips.stranger();
        trips.signIn(alice, "google", ANA);
        for (String lie : List.of("null", "false", "\"true\"", "1")) {
            claims("{\"sub\":\"mallory\",\"email\":\"" + ANA + "\",\"email_verified\":" + lie + "}");
            Visitor mallory = trips.stranger();

            assertThat(trips.signIn(mallory, "google", JONAS).path()).isEqualTo("/");

            assertThat(trips.account(mallory).email()).isNull();
            assertThat(trips.account(mallory).id())
                    .isNotEqualTo(trips.account(alice).id());
        }
    }

    @Test
    void with_xms_edov_microsofts_address_counts() {
        trips.world().sandbox().knobs("microsoft").patch(JSON.readTree("{\"xmsEdov\":true}"));
        Visitor linh = trips.stranger();

        trips.signIn(linh, "microsoft", Visitor.LINH_WORK);

        assertThat(trips.account(linh).email()).isEqualTo(Visitor.LINH_WORK);
    }

    @Test
    void an_oidc_person_whose_address_changes_upstream_stays_who_they_are_and_keeps_their_address_here() {
        Visitor linh = trips.stranger();
        assertThat(trips.signIn(linh, "acme", Visitor.LINH_WORK).path()).isEqualTo("/");
        AccountRow before = trips.account(linh);
        claims("{\"email\":\"linh@moved.example\",\"name\":\"Linh Moved\"}");

        Visitor later = trips.stranger();
        assertThat(trips.signIn(later, "acme", Visitor.LINH_WORK).path()).isEqualTo("/");

        assertThat(trips.account(later)).isEqualTo(before);
        assertThat(identity("acme").email()).isEqualTo("linh@moved.example");
        assertThat(trips.world()
                        .database()
                        .owner()
                        .sql("select count(*) from audit_events where action = 'identity.address'")
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    @DisplayName("C-04 the address has an account already, made with a password or through another provider")
    void a_known_address_is_not_linked_and_is_told_to_come_in_its_own_way() {
        trips.signIn(trips.stranger(), "google", ANA);
        long accounts = trips.rows("accounts");

        Visitor ana = trips.stranger();
        Page page = trips.signIn(ana, "github", ANA);

        assertThat(page.uri().toString()).endsWith("/login?problem=known-address");
        assertThat(page.text()).contains("Sign in to it the way you did before").doesNotContain(ANA);
        assertThat(trips.rows("accounts")).isEqualTo(accounts);
        assertThat(trips.rows("identities")).isEqualTo(1);
        assertThat(ana.open("/").path()).isEqualTo("/login");
        assertThat(trips.refusals("sign_up_taken")).isPositive();
    }

    @Test
    void what_the_id_token_leaves_out_is_read_from_the_profile_of_the_same_subject_only() {
        claims("{\"email\":null,\"email_verified\":null,\"name\":null}");
        Visitor linh = trips.stranger();
        trips.signIn(linh, "google", Visitor.LINH_WORK);
        assertThat(trips.account(linh).email()).isEqualTo(Visitor.LINH_WORK);
        assertThat(trips.account(linh).name()).isEqualTo("Linh Tran");

        trips.world().sandbox().knobs().set(Knobs.WRONG_SUBJECT, true);
        Page page = trips.signIn(trips.stranger(), "google", JONAS);
        assertThat(page.uri().toString()).endsWith("/login?problem=refused");
        assertThat(trips.refusals("userinfo_subject")).isEqualTo(1);
        assertThat(trips.rows("accounts")).isEqualTo(1);
    }

    @Test
    @DisplayName("J-14 ten minutes later a person without a password makes no key before signing in again")
    void a_person_without_a_password_proves_themselves_again_at_the_provider() {
        Visitor linh = trips.stranger();
        trips.signIn(linh, "google", Visitor.LINH_WORK);
        assertThat(linh.open("/security").text()).contains("Google", Visitor.LINH_WORK);
        assertThat(linh.apiKey("tokens:vend")).startsWith("ck_");
        trips.world().advance(Duration.ofMinutes(11));

        Page security = linh.open("/security");
        assertThat(security.has("#key-password")).isFalse();
        assertThat(makeKey(linh, security).status()).isEqualTo(422);
        Page button = linh.open(security.find("a[href^='/auth/login/google']").attr("href"));
        Page back = trips.consent(linh, trips.begin(linh, button, "google"), Visitor.LINH_WORK);

        assertThat(back.path()).isEqualTo("/security");
        assertThat(back.has("a[href^='/auth/login/']")).isFalse();
        assertThat(makeKey(linh, back).body()).containsPattern(ShownKey.FORM);
    }

    private static Page makeKey(Visitor visitor, Page security) {
        return visitor.browser()
                .submitExactly(
                        security,
                        "form[action='/security/keys']",
                        List.of(
                                new Browser.Field("name", "late"),
                                new Browser.Field("scope", "tokens:vend"),
                                new Browser.Field("days", "90")));
    }

    private record IdentityRow(
            String issuer, String subject, @Nullable String email) {}

    private IdentityRow identity(String provider) {
        return trips.world()
                .database()
                .owner()
                .sql("select issuer, subject, email from identities where provider = :provider")
                .param("provider", provider)
                .query((row, _) -> new IdentityRow(row.getString(1), row.getString(2), row.getString(3)))
                .single();
    }

    private void claims(String merged) {
        trips.world().sandbox().knobs().set(Knobs.ID_TOKEN_CLAIMS, JSON.readValue(merged, ObjectNode.class));
    }
}
