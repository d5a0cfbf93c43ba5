package dev.concierge.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** C-15: an account that is a program's from now on keeps no way in from when it was a person's, whatever rows it has. */
@Tag("security")
class TurnedAccountTest {
    @Test
    @DisplayName(
            "C-15 an account that becomes a service account has no session, token, link, password, identity or passkey that opens it")
    void nothing_of_before_opens_it() {
        try (People people = People.start(Map.of("LANES", "none"))) {
            String email = people.person();
            UUID id = people.idOf(email);
            FormBrowser browser = people.signedIn(email);
            TokenClient client = TokenClient.at(people);
            TokenClient.Answer program = client.login(email);
            FormBrowser asking = people.browser();
            asking.get("/login/link");
            asking.post("/login/link", "email", email);
            String link = people.mail().link(email, "/link/sign-in/");
            var owner = people.database().owner();
            owner.sql("""
                            insert into identities (identity_id, account_id, provider, issuer, subject, email_verified, created_at, used_at)
                            values (gen_random_uuid(), :id, 'google', 'https://accounts.example', 'subject-1', false, now(), now())
                            """).param("id", id).update();
            owner.sql("""
                            insert into passkeys (id, account_id, credential_id, public_key, sign_count, backup_eligible, backed_up, transports, name,
                                                  created_at, used_at)
                            values (gen_random_uuid(), :id, '\\x0102', '\\x01', 0, false, false, '{}', 'one', now(), now())
                            """).param("id", id).update();
            assertThat(opened(people)).isEqualTo(2);
            assertThat(browser.get("/security").statusCode()).isEqualTo(200);

            // as an operator at the database does: no path of the program turns an account
            owner.sql("update accounts set kind = 'service', email = null, role = 'user' where account_id = :id")
                    .param("id", id)
                    .update();
            owner.sql("select pg_notify('concierge', :id)")
                    .param("id", id.toString())
                    .query((_, _) -> 0)
                    .single();

            Within.aSecond(() -> browser.get("/security").statusCode() == 303
                    && client.me(program.accessToken()).status() == 401);
            assertThat(client.refresh(program.refreshToken()).status()).isEqualTo(401);
            assertThat(client.login(email).status()).isEqualTo(401);
            assertThat(asking.get(link).statusCode()).isEqualTo(400);
            assertThat(opened(people)).isZero();
            people.clock().advance(Duration.ofMinutes(10));
            assertThat(browser.get("/security").statusCode()).isEqualTo(303);
        }
    }

    /** The accounts that a provider's word and a passkey's id find, by the role that looks before anybody is known. */
    private static long opened(People people) {
        return people.database()
                .as("concierge_auth")
                .sql("select (select count(*) from identity_find('https://accounts.example', 'subject-1'))"
                        + " + (select count(*) from passkey_find('\\x0102'))")
                .query(Long.class)
                .single();
    }
}
