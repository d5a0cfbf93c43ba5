package dev.concierge.server.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.encryption.Secret;
import dev.concierge.server.identity.AdminCreate;
import dev.concierge.server.support.KeptMail;
import dev.concierge.server.support.Page;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.web.Role;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Joining a provider's identity to an account that was there before, and what does not join them. */
@Tag("security")
class IdentityLinkTest {
    private static final String ANA = "ana.ruiz@meridian.example";
    private static final String PASSWORD = "tin kettle hums at six";

    private ProviderWorld providers;
    private SignInTrips trips;

    @BeforeEach
    void start() {
        providers = new ProviderWorld(Map.of("SIGN_UP", "open"));
        trips = new SignInTrips(providers);
    }

    @AfterEach
    void stop() {
        providers.close();
    }

    /** An account whose address an administrator vouches for. */
    private void account(String email, Role role) {
        trips.world().server().bean(AdminCreate.class).create(email, "Somebody Here", role, Secret.of(PASSWORD));
    }

    /** Somebody registers an address that is not proved. */
    private Visitor registered(String email) {
        Visitor mallory = trips.stranger();
        mallory.browser()
                .submit(
                        mallory.open("/signup"),
                        "form[action='/signup']",
                        Map.of("name", "Not Ana", "email", email, "password", PASSWORD));
        signIn(mallory, email);
        return mallory;
    }

    private static Page signIn(Visitor visitor, String email) {
        return visitor.browser()
                .submit(visitor.open("/login"), "form[action='/login']", Map.of("email", email, "password", PASSWORD));
    }

    private String beginAdding(Visitor visitor, String provider) {
        Page next = visitor.browser()
                .submitOnly(visitor.open("/security"), "form[action='/security/ways/" + provider + "/add']", Map.of());
        return next.find("a[href^='" + trips.world().sandbox().baseUrl() + "']").attr("href");
    }

    private Page add(Visitor visitor, String provider, String account) {
        return trips.consent(visitor, beginAdding(visitor, provider), account);
    }

    @Test
    @DisplayName(
            "C-04 an account that somebody registered ahead belongs to the address's owner when they arrive, and to nobody else")
    void an_unproved_account_is_the_owners_when_a_provider_vouches_for_the_address() {
        Visitor mallory = registered(ANA);
        mallory.apiKey("tokens:vend");
        assertThat(mallory.open("/security").path()).isEqualTo("/security");

        Visitor ana = trips.stranger();
        assertThat(trips.signIn(ana, "google", ANA).path()).isEqualTo("/");

        assertThat(trips.account(ana).email()).isEqualTo(ANA);
        assertThat(mallory.open("/security").path()).as("her session").isEqualTo("/login");
        assertThat(signIn(mallory, ANA).status()).as("her password").isEqualTo(422);
        assertThat(trips.rows("api_keys where revoked_at is null")).isZero();
        assertThat(trips.rows("accounts")).isEqualTo(1);
        assertThat(trips.rows("identities where proof ->> 'by' = 'first-proof'"))
                .isEqualTo(1);
    }

    @Test
    @DisplayName("C-01 an address that the provider does not vouch for claims nothing")
    void an_unproved_address_at_the_provider_claims_nothing() {
        Visitor mallory = registered(ANA);
        trips.signIn(trips.stranger(), "microsoft", ANA);
        assertThat(mallory.open("/security").path()).isEqualTo("/security");
        assertThat(trips.rows("identities where proof ->> 'by' = 'first-proof'"))
                .isZero();
    }

    @Test
    @DisplayName("C-04 an account with rights is not given away by a provider's word")
    void an_unproved_account_with_rights_is_not_claimed() {
        registered(ANA);
        trips.world()
                .database()
                .owner()
                .sql("update accounts set role = 'user'")
                .update();
        assertThat(trips.signIn(trips.stranger(), "google", ANA).uri().toString())
                .endsWith("/login?problem=known-address");
    }

    @Test
    void both_sides_proved_the_address_and_a_fresh_sign_in_joins_them() {
        account(ANA, Role.USER);
        Visitor ana = trips.stranger();
        assertThat(trips.signIn(ana, "google", ANA).uri().toString()).endsWith("/login?problem=known-address");
        signIn(ana, ANA);

        Page added = add(ana, "google", ANA);

        assertThat(added.path()).isEqualTo("/security");
        assertThat(added.has("form[action^='/security/ways/'][action$='/remove']"))
                .isTrue();
        assertThat(trips.rows("identities where proof ->> 'by' = 'fresh-sign-in' and proof ->> 'session' is not null"))
                .isEqualTo(1);
        assertThat(trips.rows("audit_events where action = 'identity.add'")).isEqualTo(1);
        Visitor later = trips.stranger();
        assertThat(trips.signIn(later, "google", ANA).path()).isEqualTo("/");
        assertThat(trips.account(later).role()).isEqualTo("user");
        assertThat(trips.rows("mails where kind = 'ways'")).isEqualTo(1);
    }

    @Test
    @DisplayName("J-14 a trip to the provider does not stand in for the password of an account that has one")
    void whoever_has_a_password_is_asked_for_it_after_a_sign_in_by_a_provider() {
        account(ANA, Role.USER);
        Visitor ana = trips.stranger();
        signIn(ana, ANA);
        add(ana, "google", ANA);
        Visitor thief = trips.stranger();
        trips.signIn(thief, "google", ANA);

        Page asked = thief.browser()
                .submitOnly(thief.open("/security"), "form[action='/security/ways/github/add']", Map.of());

        assertThat(asked.status()).isEqualTo(422);
        assertThat(asked.text()).contains("Your password");
        assertThat(thief.browser()
                        .submitOnly(
                                thief.open("/security"),
                                "form[action='/security/ways/github/add']",
                                Map.of("password", PASSWORD))
                        .has("a[href^='" + trips.world().sandbox().baseUrl() + "']"))
                .isTrue();
    }

    @Test
    void another_address_or_one_that_the_account_did_not_prove_joins_nothing() {
        account(ANA, Role.USER);
        Visitor ana = trips.stranger();
        signIn(ana, ANA);
        assertThat(add(ana, "google", Visitor.LINH_WORK).uri().toString()).endsWith("/login?problem=link-address");
        Visitor linh = registered(Visitor.LINH_HOME);
        assertThat(add(linh, "google", Visitor.LINH_HOME).uri().toString()).endsWith("/login?problem=link-address");
        assertThat(trips.rows("identities")).isZero();
    }

    @Test
    @DisplayName("J-14 C-09 an old session, another browser and a session that ended join nothing")
    void only_a_fresh_session_of_the_browser_that_began_joins() {
        account(ANA, Role.USER);
        Visitor ana = trips.stranger();
        signIn(ana, ANA);
        String left = beginAdding(ana, "google");
        Visitor eve = trips.stranger();
        assertThat(trips.consent(eve, left, ANA).uri().toString()).endsWith("/login?problem=refused");

        String ended = beginAdding(ana, "google");
        ana.browser().submit(ana.open("/security"), "form[action='/logout']", Map.of());
        signIn(ana, ANA);
        assertThat(trips.consent(ana, ended, ANA).uri().toString()).endsWith("/login?problem=refused");

        trips.world().advance(Duration.ofMinutes(11));
        Page asked =
                ana.browser().submitOnly(ana.open("/security"), "form[action='/security/ways/google/add']", Map.of());
        assertThat(asked.status()).isEqualTo(422);
        assertThat(asked.text()).contains("Your password");
        assertThat(trips.rows("identities")).isZero();
    }

    @Test
    @DisplayName("C-10 C-11 an identity of another account is not moved, and the last way in stays")
    void an_identity_is_parted_but_never_as_the_last_way_in() {
        Visitor ana = trips.stranger();
        trips.signIn(ana, "google", ANA);
        assertThat(ana.open("/security").text()).contains("Google").contains("it made the account");
        String remove = ana.open("/security")
                .find("form[action^='/security/ways/'][action$='/remove']")
                .attr("action");
        trips.world().database().owner().sql("update accounts set email = null").update();
        Page refused = ana.browser().submitOnly(ana.open("/security"), "form[action='" + remove + "']", Map.of());
        assertThat(refused.status()).isEqualTo(409);
        assertThat(trips.rows("identities")).isEqualTo(1);

        trips.world()
                .database()
                .owner()
                .sql("update accounts set email = '" + ANA + "'")
                .update();
        ana.browser().submitOnly(ana.open("/security"), "form[action='" + remove + "']", Map.of());
        assertThat(trips.rows("identities")).isZero();
    }

    @Test
    @DisplayName("C-11 the way in of a provider that was taken out is not the one that is left")
    void an_identity_of_a_provider_that_is_not_offered_any_more_is_no_way_in() {
        Visitor ana = trips.stranger();
        trips.signIn(ana, "google", ANA);
        trips.world()
                .database()
                .owner()
                .sql(
                        "insert into identities (identity_id, account_id, issuer, subject, provider, email_verified, created_at, used_at)"
                                + " select '00000000-0000-7000-8000-000000000001', account_id, 'https://gone.example', 'ana', 'oidc-gone', false, now(), now()"
                                + " from accounts")
                .update();
        trips.world().database().owner().sql("update accounts set email = null").update();
        String google = trips.world()
                .database()
                .owner()
                .sql("select identity_id::text from identities where provider = 'google'")
                .query(String.class)
                .single();

        assertThat(part(ana, google).status()).isEqualTo(409);
        assertThat(trips.rows("identities")).isEqualTo(2);

        assertThat(part(ana, "00000000-0000-7000-8000-000000000001").status()).isEqualTo(303);
        assertThat(trips.rows("identities where provider = 'google'")).isEqualTo(1);
    }

    private Page part(Visitor visitor, String identity) {
        return visitor.browser()
                .submitOnly(
                        visitor.open("/security"), "form[action='/security/ways/" + identity + "/remove']", Map.of());
    }

    @Test
    @DisplayName(
            "C-05 a way in that a thief joined after changing the address ends when its owner takes the address back; an older one stays")
    void c05_a_way_in_of_a_thief_ends_when_the_address_is_taken_back() {
        account(Visitor.LINH_WORK, Role.USER);
        KeptMail mail = new KeptMail(trips.world().server());
        Visitor owner = trips.stranger();
        signIn(owner, Visitor.LINH_WORK);
        assertThat(add(owner, "github", Visitor.LINH_WORK).path()).isEqualTo("/security");
        trips.world().advance(Duration.ofDays(2));
        Visitor thief = trips.stranger();
        signIn(thief, Visitor.LINH_WORK);
        thief.browser().submit(thief.open("/security"), "form[action='/security/email']", Map.of("email", ANA));
        press(thief, mail.link(ANA, "/link/change/"));
        assertThat(add(thief, "google", ANA).path()).isEqualTo("/security");

        press(trips.stranger(), mail.link(Visitor.LINH_WORK, "/link/undo/"));

        assertThat(trips.rows("identities where provider = 'google'")).isZero();
        assertThat(trips.rows("identities where provider = 'github'")).isEqualTo(1);
        assertThat(trips.rows("audit_events where action = 'identity.remove'")).isEqualTo(1);
        assertThat(trips.rows("audit_events where action = 'account.email.change'"))
                .isEqualTo(1);
        assertThat(trips.rows("audit_events where action = 'account.email.undo'"))
                .isEqualTo(1);
        assertThat(mail.to(Visitor.LINH_WORK).getFirst().paragraphs().toString())
                .contains("Ways to sign in that were added since about then were ended, too: Google");
        Visitor again = trips.stranger();
        trips.signIn(again, "google", ANA);
        assertThat(trips.account(again).email()).as("an account of her own").isEqualTo(ANA);
        assertThat(trips.rows("accounts")).isEqualTo(2);
    }

    private void press(Visitor visitor, String link) {
        visitor.browser().submit(visitor.open(link), "main form", Map.of());
    }
}
